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

    /** The most probable class; the lowest of those that tie. */
    public static int argmax(double[] probabilities) {
        int best = 0;
        for (int k = 1; k < probabilities.length; k++) {
            if (probabilities[k] > probabilities[best]) {
                best = k;
            }
        }
        return best;
    }
}
