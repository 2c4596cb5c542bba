package dev.sluice.weight;

/** How the raw weight of a clean sample is found; what each means is in the class of its name. */
public enum Scheme {
    /** Every sample counts the same. */
    NONE,
    /** {@link PosteriorWeight}. */
    POSTERIOR,
    /** {@link ImportanceWeight}. */
    IMPORTANCE,
    /** {@link SmallLossWeight}. */
    SMALL_LOSS,
    /** {@link NoiseRateWeight}. */
    NOISE_RATE
}
