package dev.sluice.judge;

/** How a wrong label is recognised. */
public enum DetectorKind {
    /** P(label wrong) is above a cut-off. */
    POSTERIOR,
    /** Off-diagonal members of the confident joint. */
    CONFIDENT_LEARNING,
    /** The most probable class is not the given label. */
    PREDICTED_NEQ_GIVEN
}
