package dev.sluice.judge;

/** Why a sample was suspected, and why a suspected sample may still be clean. Declared in the order of their names. */
public enum Reason {
    /** Suspicious, yet clean: so many were suspected lately that the suspicion itself is in doubt. */
    BREAKER,
    /** The evidence is confident in another class: an off-diagonal member of the confident joint. */
    CONFIDENT_OTHER,
    /** P(label wrong) is above the policy's cut-off. */
    POSTERIOR,
    /** The most probable class is not the given label. */
    PREDICTED_OTHER,
    /** Suspicious, yet clean: its class has too few samples to be judged. */
    RARE_CLASS,
    /** Suspicious, yet clean: the policy only watches. */
    SHADOW,
    /** Not judged: there was no snapshot with enough samples yet. */
    WARM_UP
}
