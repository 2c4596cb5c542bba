package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Registry;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The decisions of a range, read from topics that hold them: clean rows, quarantined rows, or bare decisions. Which of them
 * a row is, the name of its schema says. Bounded by the ends of the moment at which this was made; reading leaves no trace.
 */
public final class DecidedRows implements AutoCloseable {

    private static final int REPORT_EVERY = 10_000;

    private final DecidedRowDecoder decoder;
    private final BoundedReader reader;
    private final Range range;
    private final Map<TopicPartition, Slice> slices;
    private long read;
    private long released;

    /**
     * @param topics that hold decisions
     * @throws RangeException when the range cannot be read, see {@link RangeBounds}
     */
    public DecidedRows(Connection connection, Registry registry, PipelineSpec spec, List<String> topics, Range range) {
        this.range = range;
        this.decoder = new DecidedRowDecoder(registry);
        this.reader = new BoundedReader(connection);
        try {
            slices = new RangeBounds(reader, range).slices(topics, spec.topics().samples());
        } catch (RuntimeException refused) {
            reader.close();
            throw refused;
        }
    }

    /** How many offsets will be read: rows, and markers of transactions. */
    public long offsets() {
        return slices.values().stream().mapToLong(Slice::length).sum();
    }

    /** How many rows, at most, retention has deleted before the earliest; 0 where the range does not begin there. */
    public long deleted() {
        return RangeBounds.deleted(range, slices);
    }

    /** Rows that were passed over since they are releases from quarantine: their samples were decided before. */
    public long released() {
        return released;
    }

    /**
     * Hands on every live decision of the range.
     *
     * @param progress hears now and then how many offsets are done
     * @throws RangeException when a row cannot be read, or was deleted meanwhile
     */
    public void forEach(Consumer<Decision> each, LongConsumer progress) {
        try {
            reader.read(slices, record -> {
                DecidedRow row = decoder.decode(record);
                if (row.release()) {
                    released++;
                } else if (row.in(range)) {
                    each.accept(row.decision());
                }
                if (++read % REPORT_EVERY == 0) {
                    progress.accept(read);
                }
            });
        } catch (OffsetOutOfRangeException gone) {
            throw new RangeException(
                    gone.offsetOutOfRangePartitions().keySet()
                            + ": rows of the range were deleted by retention while they were read: choose a later start",
                    gone);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
