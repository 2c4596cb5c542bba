package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SampleKey;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The learning sample of one partition: of each pane and model version the rows with the smallest hashes of their ids.
 *
 * <p>What is kept: every row, decoded, in memory; and the same in a changelogged store, each under the key, and with the
 * value, that it is published with. Hardly any row is written once a few thousand have come: the n-th is among the m
 * smallest with probability m/n.
 *
 * <p>How many rows the kept ones stand for is in the {@link TallyBook}, which counts them anyway.
 */
final class SampleBook {

    private final KeyValueStore<byte[], byte[]> store;
    private final int partition;
    private final int classes;
    private final Window window;
    private final ControlCodec<dev.sluice.avro.TallyRow> codec = new ControlCodec<>(dev.sluice.avro.TallyRow.class);
    private final TreeMap<SampleKey, LearningSample> samples = new TreeMap<>();
    /** What is to be published: by key, null for what was dropped. */
    private final TreeMap<String, byte[]> changed = new TreeMap<>();

    private int generation;
    private long newestPane = Long.MIN_VALUE;

    SampleBook(KeyValueStore<byte[], byte[]> store, int generation, int partition, int classes, Window window) {
        this.store = store;
        this.generation = generation;
        this.partition = partition;
        this.classes = classes;
        this.window = window;
    }

    /** Reads the store. Every row counts as changed: nobody knows which were published before the stop. */
    void restore() {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                String key = text(next.key);
                ControlKeys.SampleAddress address = ControlKeys.parseSample(key);
                if (address.generation() == generation) {
                    sample(address.key()).keep(row(next.value));
                    newestPane = Math.max(newestPane, address.key().pane());
                    changed.put(key, next.value);
                }
            }
        }
    }

    /**
     * Forgets everything and starts anew in the given generation.
     *
     * @return the keys of the rows that were there or are to be deleted, so that whoever was told of them can be told
     */
    List<String> open(int next) {
        List<String> gone = new ArrayList<>(changed.keySet());
        for (SampleKey key : List.copyOf(samples.keySet())) {
            gone.addAll(drop(key));
        }
        changed.clear();
        newestPane = Long.MIN_VALUE;
        generation = next;
        return gone;
    }

    /** Looks at one piece of evidence. What is older than the window is not learnt from. */
    void add(ModelKey model, String id, int given, boolean agrees, float[] logits, long pane) {
        if (pane > newestPane) {
            newestPane = pane;
            dropDeadPanes();
        }
        if (!window.live(pane, newestPane)) {
            return;
        }
        SampleKey key = new SampleKey(pane, model);
        LearningSample sample = sample(key);
        if (!sample.mayKeep(SampleRow.rank(id), given, agrees)) {
            return;
        }
        SampleRow row = SampleRow.of(id, given, logits);
        SampleRow out = sample.keep(row);
        if (out != null && out != row) {
            put(key, out, null);
        }
        if (out != row) {
            put(key, row, codec.encode(TallyRecords.sample(generation, partition, key, row)));
        }
    }

    /** Hands over what changed since the last time: rows to publish, and keys that are gone (null). */
    Map<String, byte[]> takeChanges() {
        Map<String, byte[]> changes = new TreeMap<>(changed);
        changed.clear();
        return changes;
    }

    private LearningSample sample(SampleKey key) {
        return samples.computeIfAbsent(key, none -> new LearningSample(classes));
    }

    private void put(SampleKey key, SampleRow row, byte[] value) {
        String address = ControlKeys.sample(generation, partition, key, row);
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        if (value == null) {
            store.delete(bytes);
        } else {
            store.put(bytes, value);
        }
        changed.put(address, value);
    }

    private void dropDeadPanes() {
        for (SampleKey key : List.copyOf(samples.keySet())) {
            if (!window.live(key.pane(), newestPane)) {
                drop(key).forEach(gone -> changed.put(gone, null));
            }
        }
    }

    private List<String> drop(SampleKey key) {
        List<String> gone = new ArrayList<>();
        for (SampleRow row : samples.remove(key).rows()) {
            String address = ControlKeys.sample(generation, partition, key, row);
            store.delete(address.getBytes(StandardCharsets.UTF_8));
            gone.add(address);
        }
        return gone;
    }

    private SampleRow row(byte[] value) {
        try {
            return TallyRecords.sample(codec.decode(value));
        } catch (BadRecordException torn) {
            throw new IllegalStateException("store 'sample' holds bytes that are no row: " + torn.detail(), torn);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
