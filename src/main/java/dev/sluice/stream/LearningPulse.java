package dev.sluice.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Notices that learning stands still while evidence of a partition arrives: it has evidence that the newest snapshot does not
 * cover, and for a long time no snapshot covered more. An idle pipeline is never stale, however old its snapshot.
 *
 * <p>This is the wall clock's only say in decisions, and it changes no verdict: it is recorded as a gate.
 */
final class LearningPulse {

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(30);
    private static final int SNAPSHOTS = 10;

    private final LongSupplier wallClock;
    private final long patience;
    private boolean behind;
    private long coveredBefore;
    private long since;

    /** @param every longest time between two snapshots while anything is new */
    LearningPulse(Duration every, LongSupplier wallClock) {
        this.wallClock = wallClock;
        patience = Math.max(
                LEAST_PATIENCE.toMillis(), every.multipliedBy(SNAPSHOTS).toMillis());
    }

    /**
     * Whether learning has stood still for too long.
     *
     * @param arrived pieces of evidence that this partition has seen
     * @param covered those that the newest snapshot covers
     */
    boolean stale(long arrived, long covered) {
        if (covered >= arrived) {
            behind = false;
            return false;
        }
        long now = wallClock.getAsLong();
        if (!behind || covered != coveredBefore) {
            behind = true;
            coveredBefore = covered;
            since = now;
        }
        return now - since > patience;
    }
}
