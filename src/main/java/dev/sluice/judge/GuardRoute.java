package dev.sluice.judge;

/** What becomes of suspects while a breaker is open. */
public enum GuardRoute {
    /** They go to clean, with reason {@link Reason#BREAKER}. */
    CLEAN,
    /** They wait for the breaker to close, within bounds; then as {@link #CLEAN}. */
    HOLD
}
