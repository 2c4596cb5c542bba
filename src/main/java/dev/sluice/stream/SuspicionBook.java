package dev.sluice.stream;

import dev.sluice.avro.SuspicionRecords;
import dev.sluice.judge.Decision;
import dev.sluice.noise.SuspicionCounts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How much of each given class was suspected in one partition, for the breakers.
 *
 * <p>Kept decoded in memory, and cell by cell in the caching store of the tally, in the transaction of the decision: one
 * write of 20 bytes a judged sample. What changed is published in blocks of classes with the tally's batches, under the
 * same end marker, so the learner knows them exactly as far as the marker's <em>judged</em> says.
 *
 * <p>Rejected: counts in the tally's rows, which leave with their pane of event time and with their model's version;
 * counts of suspects only, with the judged ones derived (those in the tally are of out-of-sample rows alone).
 */
final class SuspicionBook {

    private final KeyValueStore<byte[], byte[]> store;
    private final int classes;
    private int generation;
    private SuspicionCounts counts;
    private final BitSet published = new BitSet();
    private final BitSet changed = new BitSet();

    SuspicionBook(KeyValueStore<byte[], byte[]> store, int generation, int classes) {
        this.store = store;
        this.generation = generation;
        this.classes = classes;
        counts = new SuspicionCounts(classes);
    }

    /** Reads the store. Everything counts as changed: nobody knows what was published before the stop. */
    void restore() {
        try (KeyValueIterator<byte[], byte[]> all =
                store.prefixScan(SuspicionCell.prefix(), new ByteArraySerializer())) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                int given = SuspicionCell.given(next.key);
                if (SuspicionCell.generation(next.key) == generation && given < classes) {
                    SuspicionCell cell = SuspicionCell.decode(next.value);
                    counts.set(cell.policy(), given, cell.judged(), cell.suspected());
                    changed.set(SuspicionRecords.block(given));
                }
            }
        }
    }

    /** Counts a judged sample; what is decided in warm-up is not judged. */
    void count(Decision decision) {
        int given = decision.givenLabel();
        if (decision.judged() && counts.count(decision.policy(), given, decision.suspected())) {
            store.put(
                    SuspicionCell.key(generation, given),
                    new SuspicionCell(counts.policy(), counts.judged(given), counts.suspected(given)).encode());
            changed.set(SuspicionRecords.block(given));
        }
    }

    /**
     * Forgets everything and starts anew in the given generation.
     *
     * @return the blocks that were there, so that whoever was told of them can be told that they are gone
     */
    BitSet open(int next) {
        BitSet gone = (BitSet) published.clone();
        gone.or(changed);
        List<byte[]> cells = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> all =
                store.prefixScan(SuspicionCell.prefix(), new ByteArraySerializer())) {
            all.forEachRemaining(cell -> cells.add(cell.key));
        }
        cells.forEach(store::delete);
        generation = next;
        counts = new SuspicionCounts(classes);
        published.clear();
        changed.clear();
        return gone;
    }

    /** Hands over the blocks that changed since the last time, to be published. */
    Map<Integer, dev.sluice.avro.TallyRow> takeChanges(int partition) {
        Map<Integer, dev.sluice.avro.TallyRow> changes = new LinkedHashMap<>();
        changed.stream()
                .forEach(block -> changes.put(block, SuspicionRecords.toAvro(generation, partition, block, counts)));
        published.or(changed);
        changed.clear();
        return changes;
    }
}
