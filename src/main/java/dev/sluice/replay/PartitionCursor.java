package dev.sluice.replay;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.replay.RecordedOrder.RecordedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** The rows of one partition by their sequence, and how far re-learning has come in them. Only goes forward. */
final class PartitionCursor {

    private final int partition;
    private final List<Integer> bySequence = new ArrayList<>();
    private int arrived;
    private int judged;

    private PartitionCursor(int partition) {
        this.partition = partition;
    }

    /**
     * One cursor for each partition of a recorded order.
     *
     * @throws RehearsalException if a partition's sequences are not 1, 2, 3, ... without gap or repeat
     */
    static Map<Integer, PartitionCursor> of(List<RecordedRow> rows) {
        Map<Integer, PartitionCursor> cursors = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            cursors.computeIfAbsent(rows.get(i).partition(), PartitionCursor::new)
                    .bySequence
                    .add(i);
        }
        cursors.values().forEach(cursor -> cursor.sort(rows));
        return cursors;
    }

    private void sort(List<RecordedRow> rows) {
        bySequence.sort(Comparator.comparingLong(i -> rows.get(i).sequence()));
        for (int i = 0; i < bySequence.size(); i++) {
            long sequence = rows.get(bySequence.get(i)).sequence();
            if (sequence != i + 1) {
                throw new RehearsalException("partition " + partition + ": sequence " + (i + 1) + " is "
                        + (sequence > i + 1 ? "missing" : "followed by another " + sequence)
                        + ": the recorded order is not whole");
            }
        }
    }

    /**
     * Moves on to what a snapshot covers.
     *
     * @param to coverage of this partition
     * @param version of the snapshot, for the message
     * @param arrives takes each row (an index of the order) that joins the sums
     * @param joins takes each row whose cell joins the joint
     */
    void advance(Coverage to, SnapshotVersion version, IntConsumer arrives, IntConsumer joins) {
        if (to.arrived() < arrived || to.judged() < judged) {
            throw new RehearsalException("snapshot " + version + " covers less of partition " + partition
                    + " than the one before it: record the order of a pipeline without resets");
        }
        if (to.arrived() > bySequence.size()) {
            throw new RehearsalException("snapshot " + version + " covers " + to.arrived() + " rows of partition "
                    + partition + ", the recorded order has " + bySequence.size()
                    + ": record it once everything is decided");
        }
        while (arrived < to.arrived()) {
            arrives.accept(bySequence.get(arrived++));
        }
        while (judged < to.judged()) {
            joins.accept(bySequence.get(judged++));
        }
    }
}
