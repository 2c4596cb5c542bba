package dev.sluice.noise;

/**
 * How well a label fits the predicted probabilities: each score is in 0..1, the lowest are the worst labels (Northcutt,
 * Jiang, Chuang 2021; Kuan, Mueller, "Model-agnostic label quality scoring", 2022; figures as cleanlab 2.9.0 gives them).
 */
public enum LabelScore {
    /** p of the given label. */
    SELF_CONFIDENCE {
        @Override
        public double of(double[] block, int from, int classes, int given) {
            return block[from + given];
        }
    },
    /** (p of the given label - the largest p of another class + 1) / 2. */
    NORMALIZED_MARGIN {
        @Override
        public double of(double[] block, int from, int classes, int given) {
            double other = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                if (k != given) {
                    other = Math.max(other, block[from + k]);
                }
            }
            return (block[from + given] - other + 1) / 2;
        }
    },
    /** ln(x + 1) / x, where x is the entropy as a share of its maximum, divided by p of the given label. */
    CONFIDENCE_WEIGHTED_ENTROPY {
        @Override
        public double of(double[] block, int from, int classes, int given) {
            double entropy = 0;
            for (int k = from; k < from + classes; k++) {
                if (block[k] > 0) {
                    entropy -= block[k] * StrictMath.log(block[k]);
                }
            }
            double x = entropy / StrictMath.log(classes) / Math.max(block[from + given], LEAST);
            return StrictMath.log(x + 1) / Math.max(x, LEAST);
        }
    };

    private static final double LEAST = 1e-6;

    /**
     * The score.
     *
     * @param block rows of probabilities
     * @param from where the row starts
     * @param classes K
     * @param given the given label, in 0..K-1
     */
    public abstract double of(double[] block, int from, int classes, int given);

    /**
     * Adjusts probabilities for classes of which the model is less sure than of others: (p - t + max t), rescaled to sum to
     * 1. Scores of adjusted probabilities compare better across classes.
     *
     * @param to K adjusted probabilities
     */
    public static void adjust(double[] block, int from, double[] thresholds, double[] to) {
        double top = Double.NEGATIVE_INFINITY;
        for (double threshold : thresholds) {
            top = Math.max(top, threshold);
        }
        double sum = 0;
        for (int k = 0; k < thresholds.length; k++) {
            to[k] = block[from + k] - thresholds[k] + top;
            sum += to[k];
        }
        for (int k = 0; k < thresholds.length; k++) {
            to[k] /= sum;
        }
    }
}
