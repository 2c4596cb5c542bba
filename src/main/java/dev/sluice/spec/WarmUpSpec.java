package dev.sluice.spec;

import dev.sluice.judge.WarmUpRoute;

/**
 * What happens before enough is learnt.
 *
 * @param samples samples a snapshot must know before it judges
 * @param perClass samples of a class that must be known before the class can be quarantined
 * @param route what becomes of samples before that
 */
public record WarmUpSpec(
        @Key(
                meaning = "Samples that a snapshot must know before it judges.",
                byDefault = "1000",
                min = 0,
                max = 1_000_000_000)
        long samples,

        @Key(
                meaning = "A class with fewer known samples is never quarantined.",
                byDefault = "20",
                min = 0,
                max = 1_000_000_000)
        long perClass,

        @Key(
                meaning = "Samples before that: `hold` (wait; if waiting ends first, clean with reason"
                        + " `WARM_UP`), `clean`, or `quarantine`.",
                byDefault = "hold")
        WarmUpRoute route) {}
