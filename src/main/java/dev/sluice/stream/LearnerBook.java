package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.BatchEnd;
import dev.sluice.avro.SuspicionRecords;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.LiveRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.RecentRates;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner's copy of every partition's tally.
 *
 * <p>What is kept, in the store and decoded in memory: the rows that are complete ({@code row}), sums and those of the
 * learning samples ({@link LearnerSamples}), by partition; the end
 * marker of each partition ({@code end}); and the rows of batches whose end marker has not come yet ({@code staged}).
 *
 * <p>Invariant: the complete rows of a partition are exactly what its end marker says, never a mixture of two batches.
 * Batches are idempotent: rows are whole, so a batch that comes again changes nothing.
 *
 * <p>Rejected: applying rows as they come (a freeze caused by another partition's marker would see half a batch), and one
 * message for a batch (its size grows with the square of the number of classes).
 */
final class LearnerBook {

    private static final Logger LOG = LoggerFactory.getLogger(LearnerBook.class);
    private static final String ROW = "row/";
    private static final String STAGED = "staged/";
    private static final String END = "end/";

    private final KeyValueStore<byte[], byte[]> store;
    private int generation;
    private final int classes;
    private final Window window;
    private final ControlReader<dev.sluice.avro.TallyRow> control = new ControlReader<>(dev.sluice.avro.TallyRow.class);
    private final LearnerSuspicions suspicions;
    private final TreeMap<Integer, TreeMap<TallyKey, TallyRow>> rows = new TreeMap<>();
    private final LearnerSamples samples;
    private final TreeMap<Integer, Coverage> coverage = new TreeMap<>();
    private final Map<Integer, TreeMap<String, byte[]>> staged = new HashMap<>();

    LearnerBook(KeyValueStore<byte[], byte[]> store, int generation, int classes, Window window) {
        this.store = store;
        this.generation = generation;
        this.classes = classes;
        this.samples = new LearnerSamples(classes);
        this.window = window;
        suspicions = new LearnerSuspicions(store, classes);
    }

    void restore() {
        suspicions.restore();
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                String key = text(next.key);
                if (key.startsWith(ROW)) {
                    apply(key.substring(ROW.length()), next.value);
                } else if (key.startsWith(STAGED)) {
                    String tallyKey = key.substring(STAGED.length());
                    stagedOf(place(tallyKey).partition()).put(tallyKey, next.value);
                } else if (key.startsWith(END)) {
                    dev.sluice.avro.TallyRow end = control.kept(next.value);
                    cover(end.getPartition(), end.getEnd());
                }
            }
        }
    }

    /** Forgets everything and starts anew in the given generation. */
    void open(int next) {
        List<byte[]> kept = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                byte[] key = all.next().key;
                String text = text(key);
                if (text.startsWith(ROW) || text.startsWith(STAGED) || text.startsWith(END)) {
                    kept.add(key);
                }
            }
        }
        kept.forEach(store::delete);
        suspicions.open();
        rows.clear();
        samples.clear();
        coverage.clear();
        staged.clear();
        generation = next;
    }

    /**
     * Takes one record of the tallies topic.
     *
     * @param value null when the row left its window
     * @return whether it completed a batch
     */
    boolean take(String key, byte[] value) {
        dev.sluice.avro.TallyRow record = value == null ? null : control.read(value);
        if (record == null && value != null) {
            return false;
        }
        if (record != null && SuspicionRecords.isBlock(record)) {
            if (record.getGeneration() == generation) {
                suspicions.take(key, record, value);
            }
            return false;
        }
        if (record != null && !sound(record)) {
            return false;
        }
        if (record != null && record.getEnd() != null) {
            return record.getGeneration() == generation && complete(record, value);
        }
        Place place = place(key);
        if (place != null && place.generation() == generation && place.given() < classes) {
            byte[] kept = value == null ? new byte[0] : value;
            store.put(bytes(STAGED + key), kept);
            stagedOf(place.partition()).put(key, kept);
        }
        return false;
    }

    private record Place(int generation, int partition, int given) {}

    /** Where a row belongs; null for a key that is of no row. */
    private static Place place(String key) {
        ControlKeys.TallyAddress sums = ControlKeys.parse(key);
        if (sums != null) {
            return new Place(sums.generation(), sums.partition(), sums.key().givenLabel());
        }
        ControlKeys.SampleAddress sample = ControlKeys.parseSample(key);
        return sample == null ? null : new Place(sample.generation(), sample.partition(), sample.given());
    }

    // Looked at before it is kept: what cannot be frozen would stop every learner that ever starts on this store.
    private boolean sound(dev.sluice.avro.TallyRow record) {
        try {
            if (TallyRecords.isEnd(record)) {
                TallyRecords.coverage(record);
                return true;
            }
            if (TallyRecords.isSample(record)) {
                return sound(TallyRecords.sample(record));
            }
            int[] joint = TallyRecords.row(record).jointClasses();
            if (joint.length == 0 || joint[joint.length - 1] < classes) {
                return true;
            }
            LOG.error("a tally row counts class {} of {} classes and is ignored", joint[joint.length - 1], classes);
        } catch (BadRecordException contradiction) {
            LOG.error("a tally row contradicts itself and is ignored: {}", contradiction.detail());
        }
        return false;
    }

    private boolean sound(SampleRow row) {
        int[] named = row.classes();
        if (named[0] >= 0 && named[named.length - 1] < classes && row.finite()) {
            return true;
        }
        LOG.error("a row of the learning sample is of other classes than 0..{} and is ignored: {}", classes - 1, row);
        return false;
    }

    /** What the complete batches hold of each partition. */
    List<Coverage> coverage() {
        return new ArrayList<>(coverage.values());
    }

    /** The complete rows of all live panes, merged over the partitions. */
    Map<TallyKey, TallyRow> merged() {
        return LiveRows.merge(window, rows.values());
    }

    /**
     * The learning samples of all live panes, merged over the partitions, by model.
     *
     * @param sums what {@link #merged} gives
     */
    Map<ModelKey, LearningSample> samples(Map<TallyKey, TallyRow> sums) {
        return samples.merged(window, sums);
    }

    /** Which share of the samples was suspected lately, as far as the complete batches say; once a freeze. */
    RecentRates recentRates() {
        return suspicions.recent();
    }

    private boolean complete(dev.sluice.avro.TallyRow end, byte[] value) {
        TreeMap<String, byte[]> batch = staged.remove(end.getPartition());
        if (batch != null) {
            batch.forEach((key, row) -> {
                store.delete(bytes(STAGED + key));
                if (row.length == 0) {
                    store.delete(bytes(ROW + key));
                } else {
                    store.put(bytes(ROW + key), row);
                }
                apply(key, row);
            });
        }
        suspicions.complete(generation, end.getPartition());
        store.put(bytes(END + end.getPartition()), value);
        cover(end.getPartition(), end.getEnd());
        return true;
    }

    private void apply(String key, byte[] value) {
        ControlKeys.SampleAddress sample = ControlKeys.parseSample(key);
        if (sample != null) {
            samples.apply(key, sample, value.length == 0 ? null : sample(control.kept(value)));
            return;
        }
        ControlKeys.TallyAddress address = ControlKeys.parse(key);
        TreeMap<TallyKey, TallyRow> partition = rows.computeIfAbsent(address.partition(), p -> new TreeMap<>());
        if (value.length == 0) {
            partition.remove(address.key());
        } else {
            partition.put(address.key(), row(control.kept(value)));
        }
    }

    private static TallyRow row(dev.sluice.avro.TallyRow record) {
        try {
            return TallyRecords.row(record);
        } catch (BadRecordException contradiction) {
            throw new IllegalStateException("a tally row contradicts itself: " + contradiction.detail(), contradiction);
        }
    }

    private static SampleRow sample(dev.sluice.avro.TallyRow record) {
        try {
            return TallyRecords.sample(record);
        } catch (BadRecordException contradiction) {
            throw new IllegalStateException(
                    "a sampled row contradicts itself: " + contradiction.detail(), contradiction);
        }
    }

    private void cover(int partition, BatchEnd end) {
        coverage.put(partition, new Coverage(partition, end.getArrived(), end.getJudged()));
    }

    private TreeMap<String, byte[]> stagedOf(int partition) {
        return staged.computeIfAbsent(partition, p -> new TreeMap<>());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
