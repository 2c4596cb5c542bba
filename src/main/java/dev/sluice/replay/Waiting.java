package dev.sluice.replay;

/** Fates that are not final: the input lies in a store of the filter. */
public enum Waiting {
    /** For its partner, or to be judged. */
    PENDING,
    /** For the schema registry. */
    PARKED
}
