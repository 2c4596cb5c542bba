package dev.sluice.load;

import java.time.Duration;
import java.time.Instant;

/**
 * Event times of loaded rows: the first one's, and a step for each that follows, so that they ascend in the order of
 * arrival.
 *
 * @param start event time of the first row
 * @param step between two rows, at least 0; a step of a microsecond keeps a large load within seconds
 */
public record EventTimes(Instant start, Duration step) {

    /** Unless told otherwise. */
    public static final Duration DEFAULT_STEP = Duration.ofNanos(1_000);

    /** Event time of a row, by its place in the order of arrival from 0; ms since the epoch. */
    public long of(long row) {
        return start.plus(step.multipliedBy(row)).toEpochMilli();
    }
}
