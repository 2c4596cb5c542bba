package dev.sluice.bench;

import java.util.List;

/**
 * One cell of the report.
 *
 * @param noiseKind how labels went wrong
 * @param noiseRate share of wrong labels
 * @param treatment what was done about it
 * @param seeds how often it was measured
 * @param meanAccuracy on test rows with true labels, after the last step
 * @param spread half of the 95 % confidence interval of that mean, by Student's t; null with one seed
 * @param recovered share of what perfect removal gains over raw; null where it gains less than half a point
 * @param accuracies one a seed
 */
public record TrainingRow(
        String noiseKind,
        double noiseRate,
        String treatment,
        int seeds,
        double meanAccuracy,
        Double spread,
        Double recovered,
        List<Double> accuracies) {

    // Student's t at 97.5 % for 1, 2, ... degrees of freedom.
    private static final double[] STUDENT = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};

    static TrainingRow of(String kind, double rate, String treatment, List<Double> accuracies, Double recovered) {
        int n = accuracies.size();
        double mean = mean(accuracies);
        Double spread = null;
        if (n > 1) {
            double squares = 0;
            for (double accuracy : accuracies) {
                squares += (accuracy - mean) * (accuracy - mean);
            }
            double t = n - 2 < STUDENT.length ? STUDENT[n - 2] : 1.96;
            spread = t * Math.sqrt(squares / (n - 1) / n);
        }
        return new TrainingRow(kind, rate, treatment, n, mean, spread, recovered, List.copyOf(accuracies));
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    }
}
