package dev.sluice.noise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much noise shows where the model is surest.
 *
 * <p>Where a model is sure it is hardly ever wrong, so what disagrees with it there is label noise: the anchor points of
 * the literature (Patrini and others, "Making Deep Neural Networks Robust to Label Noise", CVPR 2017). Within each predicted
 * class rows are sorted by sureness and cut into bands at 10, 25, 50 and 75 %; bands are pooled over the classes; the
 * lowest rate of disagreement of a band is the answer. Any band's rate is noise plus the model's errors, so the lowest is
 * nearest to noise alone. Usually it is the surest; but where errors crowd among the surest rows (folds whose model saw
 * cleaner labels are surer), that one is too high.
 *
 * <p>Sureness is how far the largest score is ahead of the second, and only its rank within a class is used, so that over-
 * and under-confidence change nothing.
 */
final class AgreementFloor {

    private static final double[] BANDS = {.1, .25, .5, .75};

    private AgreementFloor() {}

    /** The lowest rate, smoothed by half a disagreement in one more row; above 0, below 1. */
    static double of(WeightedRows rows) {
        double[] disagreeing = new double[BANDS.length];
        double[] all = new double[BANDS.length];
        for (List<Integer> predicted : byPrediction(rows)) {
            double total = 0;
            for (int row : predicted) {
                total += rows.weight[row];
            }
            double before = 0;
            for (int row : predicted) {
                int band = band((before + rows.weight[row] / 2) / total);
                before += rows.weight[row];
                if (band < BANDS.length) {
                    all[band] += rows.weight[row];
                    disagreeing[band] += rows.given[row] == rows.top[row] ? 0 : rows.weight[row];
                }
            }
        }
        double lowest = 1;
        for (int band = 0; band < BANDS.length; band++) {
            lowest = Math.min(lowest, (disagreeing[band] + .5) / (all[band] + 1));
        }
        return lowest;
    }

    private static int band(double quantile) {
        int band = 0;
        while (band < BANDS.length && quantile >= BANDS[band]) {
            band++;
        }
        return band;
    }

    private static List<List<Integer>> byPrediction(WeightedRows rows) {
        double[] lead = new double[rows.size];
        List<List<Integer>> classes = new ArrayList<>();
        for (int k = 0; k < rows.classes; k++) {
            classes.add(new ArrayList<>());
        }
        for (int i = 0; i < rows.size; i++) {
            lead[i] = lead(rows, i);
            classes.get(rows.predicted(i)).add(i);
        }
        classes.forEach(predicted -> predicted.sort(
                Comparator.comparingDouble((Integer row) -> -lead[row]).thenComparing(row -> row)));
        return classes;
    }

    private static double lead(WeightedRows rows, int row) {
        int from = row * rows.width;
        double second = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < rows.candidates; c++) {
            second = c == rows.top[row] ? second : Math.max(second, rows.score[from + c]);
        }
        return rows.score[from + rows.top[row]] - second;
    }
}
