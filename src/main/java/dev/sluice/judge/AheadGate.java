package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
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
     * @param holdExpired whether waiting for the end of warm-up is over
     */
    public static boolean open(
            int partition, long sequence, Snapshot newest, Policy policy, long maxAhead, boolean holdExpired) {
        if (policy == null) {
            return false;
        }
        boolean holds = policy.warmUp().route() == WarmUpRoute.HOLD && !holdExpired;
        if (newest == null) {
            return !holds;
        }
        if (sequence - newest.coverage(partition).arrived() > maxAhead) {
            return false;
        }
        return !holds || warm(newest, policy);
    }

    /** Whether a snapshot knows enough of every model it speaks of; the judge then no longer says WARM_UP for them. */
    public static boolean warm(Snapshot snapshot, Policy policy) {
        if (snapshot == null || snapshot.models().isEmpty()) {
            return false;
        }
        // A plain loop: this is asked for every row.
        for (ModelStatistics model : snapshot.models()) {
            if (model.samples() < policy.warmUp().samples()) {
                return false;
            }
        }
        return true;
    }
}
