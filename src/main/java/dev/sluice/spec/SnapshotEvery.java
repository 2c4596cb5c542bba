package dev.sluice.spec;

import java.time.Duration;

/**
 * How often the learner freezes a snapshot: whichever comes first.
 *
 * @param records newly covered rows
 * @param time wall-clock time, if anything is new
 */
public record SnapshotEvery(
        @Key(meaning = "Freeze after this many newly covered rows.", byDefault = "1000", min = 1, max = 1_000_000_000)
        long records,

        @Key(
                meaning = "Freeze after this time, if anything is new.",
                byDefault = "1s",
                shortest = "10ms",
                longest = "24h")
        Duration time) {}
