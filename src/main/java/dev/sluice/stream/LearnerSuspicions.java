package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.SuspicionRecords;
import dev.sluice.avro.TallyRow;
import dev.sluice.noise.RateMarks;
import dev.sluice.noise.RecentRates;
import dev.sluice.noise.SuspicionCounts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's copy of what the partitions suspected, and the marks that make recent rates of it.
 *
 * <p>As with the rows of the tally, what a batch brings is kept aside ({@code suspicion-staged}) until its end marker comes,
 * then taken over ({@code suspicion}): so these counts, too, are exactly what the marker says. Marks ({@code mark}) move at a
 * freeze, in the transaction of the snapshot.
 */
final class LearnerSuspicions {

    private static final Logger LOG = LoggerFactory.getLogger(LearnerSuspicions.class);
    private static final String KEPT = "suspicion/";
    private static final String STAGED = "suspicion-staged/";
    private static final String MARKS = "mark/";
    /** Marks in one value: 32 KiB at most. */
    private static final int TOGETHER = 1024;

    private static final int MARK_BYTES = RateMarks.NUMBERS * Long.BYTES;

    private final KeyValueStore<byte[], byte[]> store;
    private final int classes;
    private final ControlReader<TallyRow> control = new ControlReader<>(TallyRow.class);
    private final TreeMap<Integer, SuspicionCounts> counts = new TreeMap<>();
    private RateMarks marks;

    LearnerSuspicions(KeyValueStore<byte[], byte[]> store, int classes) {
        this.store = store;
        this.classes = classes;
        marks = new RateMarks(classes);
    }

    void restore() {
        for (KeyValue<String, byte[]> kept : scan(KEPT)) {
            if (!apply(control.kept(kept.value))) {
                // Of a longer class list: the next generation is about to open, and forgets it.
                return;
            }
        }
        for (KeyValue<String, byte[]> kept : scan(MARKS)) {
            ByteBuffer in = ByteBuffer.wrap(kept.value);
            int policy = in.getInt();
            int first = Integer.parseInt(kept.key.substring(MARKS.length())) * TOGETHER;
            for (int i = first; in.hasRemaining() && i < marks.size(); i++) {
                long[] numbers = new long[RateMarks.NUMBERS];
                in.asLongBuffer().get(numbers);
                in.position(in.position() + MARK_BYTES);
                marks.set(policy, i, numbers);
            }
        }
    }

    /** Forgets everything. */
    void open() {
        for (String kind : List.of(KEPT, STAGED, MARKS)) {
            scan(kind).forEach(kept -> store.delete(bytes(kept.key)));
        }
        counts.clear();
        marks = new RateMarks(classes);
    }

    /** Takes one block of the generation in force. */
    void take(String key, TallyRow record, byte[] value) {
        try {
            // Looked at before it is kept: what cannot be taken over would stop every learner that starts on this
            // store.
            SuspicionRecords.add(record, new SuspicionCounts(classes));
            store.put(bytes(STAGED + key), value);
        } catch (BadRecordException contradiction) {
            LOG.error("a record of suspicions contradicts itself and is ignored: {}", contradiction.detail());
        }
    }

    /** The end marker of a partition's batch is here. */
    void complete(int generation, int partition) {
        String prefix = ControlKeys.suspicions(generation, partition);
        for (KeyValue<String, byte[]> staged : scan(STAGED + prefix)) {
            store.delete(bytes(staged.key));
            store.put(bytes(KEPT + staged.key.substring(STAGED.length())), staged.value);
            apply(control.kept(staged.value));
        }
    }

    /** The rates at a freeze; moves the marks. */
    RecentRates recent() {
        SuspicionCounts merged = new SuspicionCounts(classes);
        counts.values().forEach(merged::merge);
        RecentRates recent = marks.advance(merged);
        for (int block = 0; block * TOGETHER < marks.size(); block++) {
            byte[] key = bytes(MARKS + block);
            byte[] now = encode(block);
            if (!recent.none() && !Arrays.equals(now, store.get(key))) {
                store.put(key, now);
            }
        }
        return recent;
    }

    private byte[] encode(int block) {
        int end = Math.min(marks.size(), (block + 1) * TOGETHER);
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + (end - block * TOGETHER) * MARK_BYTES)
                .putInt(marks.policy());
        for (int i = block * TOGETHER; i < end; i++) {
            for (long number : marks.mark(i)) {
                out.putLong(number);
            }
        }
        return out.array();
    }

    private boolean apply(TallyRow record) {
        try {
            SuspicionRecords.add(
                    record, counts.computeIfAbsent(record.getPartition(), none -> new SuspicionCounts(classes)));
            return true;
        } catch (BadRecordException contradiction) {
            LOG.error("a record of suspicions does not fit and is ignored: {}", contradiction.detail());
            return false;
        }
    }

    private List<KeyValue<String, byte[]>> scan(String prefix) {
        List<KeyValue<String, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> all = store.prefixScan(bytes(prefix), new ByteArraySerializer())) {
            all.forEachRemaining(
                    next -> found.add(KeyValue.pair(new String(next.key, StandardCharsets.UTF_8), next.value)));
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
