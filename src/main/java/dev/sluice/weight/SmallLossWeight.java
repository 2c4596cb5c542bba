package dev.sluice.weight;

import dev.sluice.noise.ReferenceRows;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Small loss (Han and others, "Co-teaching", NeurIPS 2018): networks learn right labels first, so the rows of the largest loss
 * are likely wrong. A row of label k gets 0, which the floor lifts, when its loss -log p_k is above the quantile 1 - r of its
 * class, and 1 otherwise; r is the share of wrong labels in the class, the mean of P(label wrong) over it.
 *
 * @param cuts K self-confidences: below, the loss is too large
 */
record SmallLossWeight(double[] cuts) implements WeightScheme {

    /** @param reference rows of all labels, suspects included: the quantile is one of the class as it came in */
    static SmallLossWeight of(ReferenceRows reference, int classes) {
        double[] all = new double[classes];
        double[] wrong = new double[classes];
        Integer[] order = new Integer[reference.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            int k = reference.given()[i];
            all[k] += reference.rows()[i];
            wrong[k] += reference.rows()[i] * (double) reference.pWrong()[i];
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> reference.selfConfidence()[i]));
        double[] cuts = new double[classes];
        double[] below = new double[classes];
        for (int i : order) {
            int k = reference.given()[i];
            below[k] += reference.rows()[i];
            if (below[k] <= wrong[k]) {
                cuts[k] = Math.nextUp(reference.selfConfidence()[i]);
            }
        }
        return new SmallLossWeight(cuts);
    }

    @Override
    public double raw(int given, double pWrong, double selfConfidence, List<double[]> passes) {
        return selfConfidence < cuts[given] ? 0 : 1;
    }
}
