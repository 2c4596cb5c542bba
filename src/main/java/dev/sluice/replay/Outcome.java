package dev.sluice.replay;

/** The final fates of an input, each of which leaves a row in a topic. An input has at most one of them. */
public enum Outcome {
    /** Part of a decision that was routed clean. */
    CLEAN,
    /** Part of a decision that was routed to quarantine. */
    QUARANTINE,
    LEFTOVER,
    DEAD_LETTER
}
