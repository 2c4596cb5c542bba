package dev.sluice.spec;

import dev.sluice.judge.GuardRoute;

/**
 * Breakers on the share of suspects.
 *
 * @param maxRate largest share of samples that may be suspected
 * @param maxClassRate largest share of one class's samples that may be suspected
 * @param onOpen what becomes of suspects while a breaker is open
 */
public record GuardSpec(
        @Key(
                meaning =
                        "Largest share of the recent samples that may go to quarantine; above it, by more than chance,"
                                + " the breaker is open. 1 turns it off.",
                byDefault = "0.5",
                min = 0,
                max = 1)
        double maxRate,

        @Key(meaning = "The same for the recent samples of one given class.", byDefault = "0.8", min = 0, max = 1)
        double maxClassRate,

        @Key(
                meaning = "What becomes of suspects while a breaker is open: `clean` (reason `BREAKER`), or `hold`:"
                        + " they wait for it to close, at most `pairing.wait` of event time, then they are clean.",
                byDefault = "clean")
        GuardRoute onOpen) {}
