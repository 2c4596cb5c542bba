package dev.sluice.weight;

/**
 * Makes a raw weight one that keeps the size of the loss: tempered, divided, then held between a floor and a cap. All of it is
 * constant while a snapshot and a policy are in force, never a matter of the batch at hand: a weight must not depend on its
 * neighbours, or the judge would not be pure.
 *
 * @param divisor above 0; such that weights have mean 1 over the rows they were fitted on, floor and cap included
 * @param exponent in 0..1; below 1 where few samples would carry most of the weight
 * @param floor smallest weight, in 0..1, so that no clean sample is dropped by its weight
 * @param cap largest weight, at least 1
 */
public record Normalisation(double divisor, double exponent, double floor, double cap) {

    /** Share of the rows that the effective sample size must not fall below. */
    static final double LEAST_EFFECTIVE = .3;

    private static final int HALVINGS = 100;
    private static final int TEMPERINGS = 20;
    private static final double FAR = 1e9;

    public Normalisation {
        if (!(divisor > 0)
                || divisor == Double.POSITIVE_INFINITY
                || !(exponent >= 0 && exponent <= 1)
                || !(floor >= 0 && floor <= 1)
                || !(cap >= 1)) {
            throw new IllegalArgumentException("not a normalisation: divisor " + divisor + " (above 0), exponent "
                    + exponent + " (0..1), floor " + floor + " (0..1), cap " + cap + " (at least 1)");
        }
    }

    /**
     * Finds divisor and exponent. The exponent is 1, or the largest at which the effective sample size (sum w)^2 / sum w^2 is
     * at least .3 of the rows. Where so many rows have raw weight 0 that no exponent
     * does, all weigh the same; where the cap keeps the mean below 1, it stays below.
     *
     * @param raw raw weights, finite and at least 0
     * @param rows how many rows of the stream each stands for
     */
    static Normalisation fit(double[] raw, double[] rows, double floor, double cap) {
        Normalisation plain = fit(raw, rows, 1, floor, cap);
        if (plain.effective(raw, rows) >= LEAST_EFFECTIVE) {
            return plain;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < TEMPERINGS; i++) {
            double middle = (low + high) / 2;
            boolean enough = fit(raw, rows, middle, floor, cap).effective(raw, rows) >= LEAST_EFFECTIVE;
            low = enough ? middle : low;
            high = enough ? high : middle;
        }
        return fit(raw, rows, low, floor, cap);
    }

    private static Normalisation fit(double[] raw, double[] rows, double exponent, double floor, double cap) {
        double low = -StrictMath.log(FAR);
        double high = StrictMath.log(FAR);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            // The larger the divisor, the smaller the mean.
            boolean large = new Normalisation(StrictMath.exp(middle), exponent, floor, cap).mean(raw, rows) > 1;
            low = large ? middle : low;
            high = large ? high : middle;
        }
        return new Normalisation(StrictMath.exp(high), exponent, floor, cap);
    }

    /** Mean weight over rows. */
    double mean(double[] raw, double[] rows) {
        double sum = 0;
        double all = 0;
        for (int i = 0; i < raw.length; i++) {
            sum += rows[i] * apply(raw[i]);
            all += rows[i];
        }
        return sum / all;
    }

    /** Effective sample size as a share of the rows, above 0 and at most 1. */
    double effective(double[] raw, double[] rows) {
        double sum = 0;
        double squares = 0;
        double all = 0;
        for (int i = 0; i < raw.length; i++) {
            double weight = apply(raw[i]);
            sum += rows[i] * weight;
            squares += rows[i] * weight * weight;
            all += rows[i];
        }
        return squares > 0 ? sum * sum / (squares * all) : 1;
    }

    /**
     * The weight to multiply the loss by.
     *
     * @param raw of a {@link WeightScheme}, finite and at least 0
     * @throws IllegalArgumentException if it is not
     */
    public double apply(double raw) {
        if (!(raw >= 0) || raw == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("raw weight " + raw + " is not a finite number of at least 0");
        }
        double tempered = exponent == 1 ? raw : StrictMath.pow(raw, exponent);
        return Math.min(cap, Math.max(floor, tempered / divisor));
    }
}
