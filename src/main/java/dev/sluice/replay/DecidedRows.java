package dev.sluice.replay;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Origin;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * The decisions of a range, read from topics that hold them: clean rows, quarantined rows, or bare decisions. Which of them
 * a row is, the name of its schema says. Bounded by the ends of the moment at which this was made; reading leaves no trace.
 */
public final class DecidedRows implements AutoCloseable {

    private static final int REPORT_EVERY = 10_000;

    private final Registry registry;
    private final BoundedReader reader;
    private final Range range;
    private final Map<TopicPartition, Slice> slices;
    private final Map<Integer, String> kinds = new HashMap<>();
    private final RecordDecoder<CleanSample> clean;
    private final RecordDecoder<QuarantinedSample> quarantine;
    private final RecordDecoder<Decision> bare;
    private long read;
    private long released;

    /**
     * @param topics that hold decisions
     * @throws RangeException when the range cannot be read, see {@link RangeBounds}
     */
    public DecidedRows(Connection connection, Registry registry, PipelineSpec spec, List<String> topics, Range range) {
        this.registry = registry;
        this.range = range;
        this.clean = new RecordDecoder<>(registry, CleanSample.class);
        this.quarantine = new RecordDecoder<>(registry, QuarantinedSample.class);
        this.bare = new RecordDecoder<>(registry, Decision.class);
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
                Decision decision = decision(record);
                if (decision != null && contains(record.timestamp(), decision)) {
                    each.accept(decision);
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

    private boolean contains(long time, Decision decision) {
        Integer named = decision.getSamplePartition();
        return range.contains(time, named == null ? decision.getPartition() : named, decision.getSampleOffset());
    }

    private Decision decision(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new RangeException(place(record) + ": holds no value; nobody but the pipeline may write there");
        }
        try {
            return decode(record.value());
        } catch (BadRecordException | UnknownSchemaException foreign) {
            throw new RangeException(place(record) + ": is no row with a decision: " + foreign.getMessage(), foreign);
        } catch (RegistryUnavailableException away) {
            throw new RangeException(away.getMessage(), away);
        }
    }

    /** The decision of a row, null for one that is a release. */
    private Decision decode(byte[] value)
            throws BadRecordException, UnknownSchemaException, RegistryUnavailableException {
        int id = RecordDecoder.schemaId(value);
        String kind = kinds.get(id);
        if (kind == null) {
            kind = registry.schema(id).getName();
            kinds.put(id, kind);
        }
        if (kind.equals(CleanSample.class.getSimpleName())) {
            CleanSample row = clean.decode(value);
            return live(row.getOrigin(), row.getDecision());
        }
        if (kind.equals(QuarantinedSample.class.getSimpleName())) {
            QuarantinedSample row = quarantine.decode(value);
            return live(row.getOrigin(), row.getDecision());
        }
        return bare.decode(value);
    }

    private Decision live(Origin origin, Decision decision) {
        if (origin == Origin.LIVE) {
            return decision;
        }
        released++;
        return null;
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + " partition " + record.partition() + " offset " + record.offset();
    }

    @Override
    public void close() {
        reader.close();
    }
}
