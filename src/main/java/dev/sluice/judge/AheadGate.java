package dev.sluice.judge;

import dev.sluice.noise.Snapshot;

/**
 * When the evidence at the head of a partition's queue may be judged. Bounds how far judging runs ahead of learning;
 * without that bound a fast stream would be judged in its warm-up. Live run and rehearsal ask the same gate.
 */
public final class AheadGate {

    private AheadGate() {}

    /**
     * Whether evidence may be judged now, with the newest snapshot.
     *
     * @param partition where it arrived
     * @param sequence its number among the evidence of the partition, from 1
     * @param newest newest snapshot, null when there is none
     * @param policy in force, null when none has been read yet
     * @param maxAhead rows of a partition that may be judged beyond what the snapshot covers
     * @param held whether the evidence should wait, see {@link Judge#holds}
     * @param holdExpired whether that wait is over
     */
    public static boolean open(
            int partition,
            long sequence,
            Snapshot newest,
            Policy policy,
            long maxAhead,
            boolean held,
            boolean holdExpired) {
        if (policy == null) {
            return false;
        }
        if (held && !holdExpired) {
            return false;
        }
        return newest == null || sequence - newest.coverage(partition).arrived() <= maxAhead;
    }
}
