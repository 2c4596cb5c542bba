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
    NOISE_RATE,
    /** {@link StormWeight}. */
    STORM;

    /** Whether a weight looks at the scores of every model, beyond what a decision records. */
    public boolean asksForScores() {
        return this == SMALL_LOSS || this == STORM;
    }
}
