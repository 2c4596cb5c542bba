package dev.sluice.stream;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.Window;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The tally of one partition.
 *
 * <p>What is kept: every class row, decoded, in memory; and the same in small cells in a caching store, written for every
 * sample. The store is the truth: it is flushed in the transaction of the decisions, so nothing between two commits is
 * lost. The rows are what gets published, whole, for those that changed.
 *
 * <p>Invariant: at the end of every record the rows equal what {@link #restore} would read. Rejected: writing a whole row
 * for each sample (K counts for one change), and flushing rows only from time to time (Kafka may commit in between).
 */
final class TallyBook {

    private final KeyValueStore<byte[], byte[]> store;
    private int generation;
    private final Window window;
    private final TreeMap<TallyKey, TallyRow> rows = new TreeMap<>();
    private final Set<TallyKey> changed = new TreeSet<>();
    private final Set<TallyKey> dead = new TreeSet<>();
    private long newestPane = Long.MIN_VALUE;

    TallyBook(KeyValueStore<byte[], byte[]> store, int generation, Window window) {
        this.store = store;
        this.generation = generation;
        this.window = window;
    }

    /** Reads the store. Every row counts as changed: nobody knows which were published before the stop. */
    void restore() {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                if (SuspicionCell.is(next.key)) {
                    continue;
                }
                TallyCell cell = TallyCell.decode(next.key);
                if (cell.generation() == generation) {
                    rows.merge(cell.key(), row(cell.trueClass(), next.value), TallyBook::join);
                    newestPane = Math.max(newestPane, cell.key().pane());
                }
            }
        }
        changed.addAll(rows.keySet());
    }

    /**
     * Forgets everything and starts anew in the given generation.
     *
     * @return the rows that were there, by key, so that whoever was told of them can be told that they are gone
     */
    Set<TallyKey> open(int next) {
        Set<TallyKey> gone = new TreeSet<>(rows.keySet());
        gone.addAll(dead);
        for (TallyKey key : Set.copyOf(rows.keySet())) {
            drop(key);
        }
        changed.clear();
        dead.clear();
        newestPane = Long.MIN_VALUE;
        generation = next;
        return gone;
    }

    /** The pane of a piece of evidence, by its event time in ms and its sequence in this partition. */
    long pane(long time, long sequence) {
        return window.pane(time, sequence);
    }

    /** Adds one sample's self-confidence. Evidence older than the window is not learnt from. */
    void sum(ModelKey model, int given, double selfConfidence, boolean agrees, long pane) {
        TallyKey key = key(model, given, pane);
        if (key == null) {
            return;
        }
        TallyRow row = row(key);
        row.add(selfConfidence, agrees);
        store.put(
                new TallyCell(generation, key, TallyCell.SUMS).encode(),
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(row.count())
                        .putLong(row.selfConfidenceSum())
                        .putLong(row.agreeing())
                        .array());
    }

    /** Counts one sample's cell of the confident joint. */
    void joint(ModelKey model, int given, int trueClass, long pane) {
        TallyKey key = key(model, given, pane);
        if (key == null) {
            return;
        }
        long count = row(key).countJoint(trueClass);
        store.put(
                new TallyCell(generation, key, trueClass).encode(),
                ByteBuffer.allocate(Long.BYTES).putLong(count).array());
    }

    boolean hasChanges() {
        return !changed.isEmpty() || !dead.isEmpty();
    }

    /** Hands over what changed since the last time: rows to publish, and keys that left the window (null). */
    Map<TallyKey, TallyRow> takeChanges() {
        Map<TallyKey, TallyRow> changes = new TreeMap<>();
        for (TallyKey key : dead) {
            changes.put(key, null);
        }
        for (TallyKey key : changed) {
            changes.put(key, rows.get(key));
        }
        dead.clear();
        changed.clear();
        return changes;
    }

    private TallyKey key(ModelKey model, int given, long pane) {
        if (pane > newestPane) {
            newestPane = pane;
            dropDeadPanes();
        }
        return window.live(pane, newestPane) ? new TallyKey(pane, model, given) : null;
    }

    private TallyRow row(TallyKey key) {
        changed.add(key);
        return rows.computeIfAbsent(key, absent -> new TallyRow());
    }

    private void dropDeadPanes() {
        for (TallyKey key : Set.copyOf(rows.keySet())) {
            if (!window.live(key.pane(), newestPane)) {
                drop(key);
                changed.remove(key);
                dead.add(key);
            }
        }
    }

    private void drop(TallyKey key) {
        TallyRow row = rows.remove(key);
        store.delete(new TallyCell(generation, key, TallyCell.SUMS).encode());
        for (int trueClass : row.jointClasses()) {
            store.delete(new TallyCell(generation, key, trueClass).encode());
        }
    }

    private static TallyRow row(int trueClass, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        if (trueClass != TallyCell.SUMS) {
            return TallyRow.of(0, 0, 0, new int[] {trueClass}, new long[] {in.getLong()});
        }
        long count = in.getLong();
        long sum = in.getLong();
        // The first Sluice did not count how many agree.
        long agreeing = in.hasRemaining() ? in.getLong() : 0;
        return TallyRow.of(count, agreeing, sum, new int[0], new long[0]);
    }

    private static TallyRow join(TallyRow a, TallyRow b) {
        a.merge(b);
        return a;
    }
}
