package dev.sluice.weight;

import dev.sluice.noise.NoiseModel;
import java.util.List;

/**
 * 1 / P(given = k | true = k), one weight a class, as cleanlab weighs what is left when label errors are removed (Northcutt,
 * Jiang, Chuang, "Confident Learning", JAIR 2021): a class that lost many samples to wrong labels counts more for those it
 * kept. Free: nothing is looked at but the label.
 *
 * @param inverse K weights
 */
record NoiseRateWeight(double[] inverse) implements WeightScheme {

    /** A class of which hardly a label is right would count without bound. */
    private static final double LEAST = .05;

    static NoiseRateWeight of(NoiseModel noise) {
        double[] inverse = new double[noise.prior().length];
        for (int k = 0; k < inverse.length; k++) {
            double right = noise.givenByTrue().get(k, k);
            // Nothing is known of a class that nobody is confident of.
            inverse[k] = right > 0 ? 1 / Math.max(LEAST, right) : 1;
        }
        return new NoiseRateWeight(inverse);
    }

    @Override
    public double raw(int given, double pWrong, double selfConfidence, List<double[]> passes) {
        return inverse[given];
    }
}
