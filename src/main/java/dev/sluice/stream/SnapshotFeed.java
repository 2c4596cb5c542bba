package dev.sluice.stream;

import dev.sluice.noise.Snapshot;
import dev.sluice.spec.PipelineSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * The newest snapshot of this instance, decoded once and read by every task. One per running topology, never static: two
 * pipelines in one process do not see each other's.
 *
 * <p>What is half assembled is kept here, not in the processor that reads the topic: Kafka Streams reads the topic's past
 * with one processor and goes on with another, and a snapshot may lie across that seam.
 *
 * <p>As a listener of the restoration it knows when the past is being read. Meanwhile nothing is decoded: of thousands of
 * snapshots only the newest will be wanted.
 */
public final class SnapshotFeed implements StateRestoreListener {

    private final SnapshotAssembly assembly = new SnapshotAssembly();
    private final SnapshotCandidates candidates = new SnapshotCandidates();
    private boolean restoring;
    private PipelineSpec spec;
    private volatile Snapshot newest;
    private volatile String foreign;

    /** From now on only snapshots of this pipeline's class list are adopted, and newer ones of another are heard of. */
    synchronized void expect(PipelineSpec pipeline) {
        spec = pipeline;
    }

    /**
     * Takes one record of the snapshots topic.
     *
     * @return whether it completed a snapshot that is newer than what is there, as far as can be told so far
     */
    synchronized boolean take(String key, byte[] value) {
        SnapshotAssembly.Whole whole = assembly.take(key, value);
        if (whole == null || newest != null && whole.version().compareTo(newest.version()) <= 0) {
            return false;
        }
        candidates.offer(whole);
        return restoring || adopt();
    }

    /** Takes the snapshot if it is newer than what is there: versions never go back, whatever order they arrive in. */
    synchronized boolean offer(Snapshot snapshot) {
        if (newest != null && snapshot.version().compareTo(newest.version()) <= 0) {
            return false;
        }
        if (spec != null && !snapshot.classListHash().equals(spec.classes().hash())) {
            foreign = Generation.otherClasses(snapshot.version().generation(), snapshot.classListHash(), spec);
            return false;
        }
        newest = snapshot;
        return true;
    }

    /** The generation of the newest snapshot, 0 before the first. */
    int generation() {
        Snapshot now = newest;
        return now == null ? 0 : now.version().generation();
    }

    /** @throws GenerationException when the generation in force has another class list than this instance */
    void refuseForeign() {
        String why = foreign;
        if (why != null) {
            throw new GenerationException(why);
        }
    }

    /** The newest snapshot, or null before the first. */
    public Snapshot newest() {
        return newest;
    }

    private boolean adopt() {
        SnapshotCandidates.Read read = candidates.take();
        return read != null && offer(read.snapshot());
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition topic, String store, long from, long to) {
        restoring |= store.equals(Stores.SNAPSHOTS);
    }

    @Override
    public void onBatchRestored(TopicPartition topic, String store, long to, long records) {
        // Nothing to do before the end.
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition topic, String store, long records) {
        if (store.equals(Stores.SNAPSHOTS)) {
            restoring = false;
            adopt();
        }
    }
}
