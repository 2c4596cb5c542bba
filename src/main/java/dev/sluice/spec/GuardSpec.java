package dev.sluice.spec;

/**
 * Breakers on the quarantine rate. Accepted and checked, not enforced in this version.
 *
 * @param maxRate largest share of samples in quarantine
 * @param maxClassRate largest share of one class's samples in quarantine
 * @param onOpen what becomes of suspects while a breaker is open
 */
public record GuardSpec(
        @Key(
                meaning = "Largest share of samples that may go to quarantine. Not enforced in this version.",
                byDefault = "0.5",
                min = 0,
                max = 1)
        double maxRate,

        @Key(
                meaning = "Largest share of one class's samples that may go to quarantine."
                        + " Not enforced in this version.",
                byDefault = "0.8",
                min = 0,
                max = 1)
        double maxClassRate,

        @Key(
                meaning = "What becomes of suspects while a breaker is open: `clean` (reason `BREAKER`)"
                        + " or `hold`. Not enforced in this version.",
                byDefault = "clean")
        OnOpen onOpen) {

    /** What becomes of suspects while a breaker is open. */
    public enum OnOpen {
        CLEAN,
        HOLD
    }
}
