package dev.sluice.judge;

/** Whether verdicts are acted on. */
public enum Mode {
    /** Suspicious samples go to quarantine. */
    ENFORCE,
    /** Verdicts are recorded, everything goes to clean. */
    SHADOW
}
