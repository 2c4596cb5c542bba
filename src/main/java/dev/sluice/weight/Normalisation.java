package dev.sluice.weight;

/**
 * Makes a raw weight one that keeps the size of the loss: divided by the mean raw weight of the clean samples, then held
 * between a floor and a cap. The mean is a constant while a snapshot is in force, never the mean of the batch at hand: a
 * weight must not depend on its neighbours, or the judge would not be pure.
 *
 * @param mean mean raw weight of the clean samples, above 0; exactly 1 when there is no scheme
 * @param floor smallest weight, in 0..1, so that no clean sample is dropped by its weight
 * @param cap largest weight, at least 1
 */
public record Normalisation(double mean, double floor, double cap) {

    public Normalisation {
        if (!(mean > 0) || mean == Double.POSITIVE_INFINITY || !(floor >= 0 && floor <= 1) || !(cap >= 1)) {
            throw new IllegalArgumentException("not a normalisation: mean " + mean + " (above 0), floor " + floor
                    + " (0..1), cap " + cap + " (at least 1)");
        }
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
        return Math.min(cap, Math.max(floor, raw / mean));
    }
}
