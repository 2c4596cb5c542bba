package dev.sluice.storm;

import java.util.List;

/**
 * What several passes over one sample, one a model or a view, say of its given label.
 *
 * @param lossMean mean over the passes of -log p of the given label, at least 0
 * @param lossStd its standard deviation, 0 with one pass
 * @param topMean mean over the passes of the largest probability
 * @param topStd its standard deviation, 0 with one pass
 * @param agrees whether at least half of the passes find the given label most probable
 * @param passes how many there were, at least 1
 */
public record Look(double lossMean, double lossStd, double topMean, double topStd, boolean agrees, int passes) {

    /** No probability counts as less, so that no loss is infinite. */
    static final double LEAST = 1e-12;

    /**
     * A look from the losses and largest probabilities of its passes.
     *
     * @param agreeing in how many of them the given label is the most probable class
     */
    public static Look of(double[] loss, double[] top, int agreeing) {
        if (loss.length == 0 || loss.length != top.length) {
            throw new IllegalArgumentException(loss.length + " losses and " + top.length + " largest probabilities");
        }
        return new Look(mean(loss), std(loss), mean(top), std(top), 2 * agreeing >= loss.length, loss.length);
    }

    /**
     * A look from probabilities.
     *
     * @param passes K probabilities each, at least one pass
     * @param given the given label, in 0..K-1
     */
    public static Look of(List<double[]> passes, int given) {
        double[] loss = new double[passes.size()];
        double[] top = new double[loss.length];
        int agreeing = 0;
        for (int i = 0; i < loss.length; i++) {
            double[] p = passes.get(i);
            int best = 0;
            for (int k = 1; k < p.length; k++) {
                best = p[k] > p[best] ? k : best;
            }
            loss[i] = loss(p[given]);
            top[i] = p[best];
            agreeing += best == given ? 1 : 0;
        }
        return of(loss, top, agreeing);
    }

    /** -log p, at most 27.6. */
    public static double loss(double p) {
        return -StrictMath.log(Math.max(LEAST, Math.min(1, p)));
    }

    /** Whether there is a spread to speak of. */
    boolean spreads() {
        return passes > 1;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double std(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}
