package dev.sluice.noise;

/** Predicted probabilities from logits. Reproducible everywhere: StrictMath, and one fixed order of summation. */
public final class Probabilities {

    private Probabilities() {}

    /**
     * Softmax, shifted by the largest logit so that nothing overflows.
     *
     * @param logits K finite scores, K at least 1
     * @return K probabilities that sum to 1 up to rounding
     */
    public static double[] softmax(float[] logits) {
        double top = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            top = Math.max(top, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            double raised = StrictMath.exp(logits[k] - top);
            probabilities[k] = raised;
            sum += raised;
        }
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] /= sum;
        }
        return probabilities;
    }

    /**
     * The same softmax over one row of a block, in place.
     *
     * @param block rows of scores
     * @param from where the row starts
     * @param classes K
     */
    public static void softmaxInPlace(double[] block, int from, int classes) {
        double top = Double.NEGATIVE_INFINITY;
        for (int k = from; k < from + classes; k++) {
            top = Math.max(top, block[k]);
        }
        double sum = 0;
        for (int k = from; k < from + classes; k++) {
            block[k] = StrictMath.exp(block[k] - top);
            sum += block[k];
        }
        for (int k = from; k < from + classes; k++) {
            block[k] /= sum;
        }
    }

    /** The most probable class; the lowest of those that tie. */
    public static int argmax(double[] probabilities) {
        return argmax(probabilities, 0, probabilities.length);
    }

    /** The most probable class of the row that starts at {@code from}; the lowest of those that tie. */
    public static int argmax(double[] block, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (block[from + k] > block[from + best]) {
                best = k;
            }
        }
        return best;
    }

    /**
     * Whether the given label is the most probable class of a row when it is favoured by 1e-6; ties go to the lowest index.
     * Such a sample is not suspected, whatever else speaks against it.
     */
    public static boolean predictsGiven(double[] block, int from, int classes, int given) {
        double favoured = block[from + given] + ConfidentClass.TOLERANCE;
        for (int k = 0; k < classes; k++) {
            double other = block[from + k];
            if (other >= favoured && k != given && (other > favoured || k < given)) {
                return false;
            }
        }
        return true;
    }
}
