package dev.sluice.stream;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Event time of an input record, safe for Kafka Streams, whose own clock advances before a processor sees the record.
 * Never throws and never answers a negative time. A stamp further ahead of the wall clock than the tolerance would drag the
 * partition's time along and be refused by the broker on output, again and again: it is replaced by the partition's time,
 * and the stamp is kept in a header for the letter.
 */
final class InputTimestamps implements TimestampExtractor {

    /** Holds the refused stamp, decimal milliseconds. */
    static final String FUTURE = "sluice.future-timestamp";

    private final long tolerance;
    private final LongSupplier wallClock;

    InputTimestamps(long toleranceMillis, LongSupplier wallClock) {
        this.tolerance = toleranceMillis;
        this.wallClock = wallClock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        long stamp = record.timestamp();
        // Ours alone to say: a letter that is sent again still carries it.
        record.headers().remove(FUTURE);
        if (stamp > wallClock.getAsLong() + tolerance) {
            record.headers().add(FUTURE, Long.toString(stamp).getBytes(StandardCharsets.UTF_8));
            return Math.max(0, partitionTime);
        }
        return stamp < 0 ? Math.max(0, partitionTime) : stamp;
    }
}
