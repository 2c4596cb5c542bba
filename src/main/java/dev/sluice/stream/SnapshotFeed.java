package dev.sluice.stream;

import dev.sluice.noise.Snapshot;

/**
 * The newest snapshot of this instance, decoded once and read by every task. One per running topology, never static: two
 * pipelines in one process do not see each other's.
 */
public final class SnapshotFeed {

    private volatile Snapshot newest;

    /** Takes the snapshot if it is newer than what is there: versions never go back, whatever order they arrive in. */
    synchronized void offer(Snapshot snapshot) {
        if (newest == null || snapshot.version().compareTo(newest.version()) > 0) {
            newest = snapshot;
        }
    }

    /** The newest snapshot, or null before the first. */
    public Snapshot newest() {
        return newest;
    }
}
