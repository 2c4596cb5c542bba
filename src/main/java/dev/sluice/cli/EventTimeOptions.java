package dev.sluice.cli;

import dev.sluice.load.EventTimes;
import dev.sluice.spec.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** Which event times loaded rows get. Use as a mixin. */
final class EventTimeOptions {

    @Option(
            names = "--event-start",
            order = 17,
            paramLabel = "TIME",
            description = "Event time of the first row, such as 2026-01-31T12:00:00Z. Default: now.")
    private String start;

    @Option(
            names = "--event-step",
            order = 18,
            paramLabel = "DURATION",
            description = "Event time from row to row, such as 10ms. Default: a microsecond.")
    private String step;

    /** Whether anything was asked for. */
    boolean given() {
        return start != null || step != null;
    }

    /**
     * The times of so many rows.
     *
     * @param tolerance how far ahead of the clock a time may be
     */
    EventTimes times(long rows, Duration tolerance) {
        Instant now = Instant.now();
        EventTimes times =
                new EventTimes(start == null ? now : start(), step == null ? EventTimes.DEFAULT_STEP : step());
        Instant last = times.start().plus(times.step().multipliedBy(rows - 1));
        if (last.isAfter(now.plus(tolerance))) {
            throw new Misuse("the last of " + rows + " rows would be stamped " + last
                    + ", further ahead of the clock than pairing.futureTolerance: give an earlier --event-start");
        }
        return times;
    }

    private Instant start() {
        try {
            return Instant.parse(start);
        } catch (DateTimeParseException bad) {
            throw new Misuse("--event-start " + start + ": is not a time such as 2026-01-31T12:00:00Z");
        }
    }

    private Duration step() {
        try {
            return Durations.parse(step);
        } catch (IllegalArgumentException bad) {
            throw new Misuse("--event-step: " + bad.getMessage());
        }
    }
}
