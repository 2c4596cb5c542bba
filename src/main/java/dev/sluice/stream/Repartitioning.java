package dev.sluice.stream;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Sends the records of one input on to the partition that Java's hash gives their key, for producers that hash otherwise
 * ({@code topics.repartition: true}).
 *
 * <p>Key, value, event time and headers stay as they came. Headers of ours say where the record stood, so that whatever
 * becomes of it names the input itself. The internal topic is not an input: nothing is counted before the filter takes it
 * from there.
 *
 * <p>A tick moves the time of one input partition, and records of that partition are in every partition afterwards. So it
 * is sent to all of them, under a key that leads there; {@link SourceClocks} tells the partitions of the input apart.
 *
 * <p>Rejected: a topic of the pipeline's own (nothing would delete what was read; internal topics are purged as they are
 * read), and records placed by a partitioner that looks at the value (a tick is told by its headers, which no partitioner
 * sees).
 */
final class Repartitioning implements Processor<byte[], byte[], byte[], byte[]> {

    /** Names of the internal topics, between the application's id and {@code -repartition}. */
    static final String SAMPLES_BY_ID = "samples-by-id";

    static final String LOGITS_BY_ID = "logits-by-id";

    private static final String PREFIX = "sluice.origin.";
    private static final String PARTITION = PREFIX + "partition";
    private static final String OFFSET = PREFIX + "offset";
    private static final String TICK = PREFIX + "tick";
    private static final String NO_KEY = PREFIX + "no-key";
    private static final List<String> OURS = List.of(PARTITION, OFFSET, TICK, NO_KEY);

    private final FilterPlan plan;
    private final byte[][] keyOf;
    private ProcessorContext<byte[], byte[]> context;

    Repartitioning(FilterPlan plan) {
        this.plan = plan;
        this.keyOf = keys(plan.spec().topics().partitions());
    }

    /** The internal topic of a side. */
    static String topic(String applicationId, Side side) {
        return applicationId + "-" + (side == Side.SAMPLES ? SAMPLES_BY_ID : LOGITS_BY_ID) + "-repartition";
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        OptionalLong tick = plan.tick(record.headers());
        Headers headers = stripped(record.headers());
        put(headers, PARTITION, place.partition());
        put(headers, OFFSET, place.offset());
        if (tick.isEmpty()) {
            // Kafka Streams silently drops what has no key before it repartitions; the filter makes a letter of it.
            if (record.key() == null) {
                put(headers, NO_KEY, 1);
            }
            context.forward(record.withKey(record.key() == null ? keyOf[0] : record.key())
                    .withHeaders(headers));
            return;
        }
        put(headers, TICK, tick.getAsLong());
        for (byte[] key : keyOf) {
            context.forward(record.withKey(key).withHeaders(headers));
        }
    }

    /** Where a record of an internal topic stood in its input. */
    static Origin origin(Side side, String topic, Headers headers, long time) {
        return new Origin(side, topic, (int) number(headers, PARTITION), number(headers, OFFSET), time);
    }

    /** The time of a tick in an internal topic; it was decided before that it is one. */
    static OptionalLong tick(Headers headers) {
        return headers.lastHeader(TICK) == null ? OptionalLong.empty() : OptionalLong.of(number(headers, TICK));
    }

    /** The key that a record had in its input. */
    static byte[] key(Record<byte[], byte[]> record) {
        return record.headers().lastHeader(NO_KEY) == null ? record.key() : null;
    }

    /** The headers as they came; ours are ours alone to write. */
    static Headers stripped(Headers headers) {
        Headers rest = new RecordHeaders(headers.toArray());
        OURS.forEach(rest::remove);
        return rest;
    }

    /** Partition and offset in the input of a record of an internal topic, for those who recount; null for a tick. */
    static long[] place(Headers headers) {
        return headers.lastHeader(TICK) != null
                ? null
                : new long[] {number(headers, PARTITION), number(headers, OFFSET)};
    }

    private static long number(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new IllegalStateException("a record of an internal topic has no header " + name
                    + ": nobody but the pipeline may write there");
        }
        return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
    }

    private static void put(Headers headers, String name, long value) {
        headers.add(name, Long.toString(value).getBytes(StandardCharsets.UTF_8));
    }

    // For each partition the first number, as text, that leads there.
    private static byte[][] keys(int partitions) {
        byte[][] keys = new byte[partitions][];
        for (int number = 0, found = 0; found < partitions; number++) {
            byte[] key = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
            int home = BuiltInPartitioner.partitionForKey(key, partitions);
            if (keys[home] == null) {
                keys[home] = key;
                found++;
            }
        }
        return keys;
    }
}
