package dev.sluice.noise;

/**
 * How much each model has to say beside the others.
 *
 * <p>A model's share is the square of the information that its logits hold about the given labels, as the learner measured it
 * (nats a row). Equal models share equally, also copies of one; a model that guesses has no say. Rejected: equal shares (a
 * model that is as good as chance made a good one worse by .04 average precision), and information itself (a poor model
 * still cost more than chance does).
 *
 * <p>Where nothing is known of one of them, all have the same share.
 */
public final class Shares {

    /** Log-odds beyond which P is 0 or 1 in any case; keeps the mean of two infinities a number. */
    private static final double FAR = 700;

    private Shares() {}

    /**
     * Shares that add up to 1.
     *
     * @param information of each model, NaN where it is not known
     */
    public static double[] of(double[] information) {
        double[] shares = new double[information.length];
        double sum = 0;
        for (int m = 0; m < shares.length; m++) {
            shares[m] = information[m] * information[m];
            sum += shares[m];
        }
        for (int m = 0; m < shares.length; m++) {
            shares[m] = sum > 0 ? shares[m] / sum : 1.0 / shares.length;
        }
        return shares;
    }

    /** What one model's log-odds count in the mean of several. */
    public static double weighed(double share, double logOdds) {
        return share * Math.max(-FAR, Math.min(FAR, logOdds));
    }
}
