package dev.sluice.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps one partition in the generation in force: it goes over as soon as this instance has adopted the snapshot that opens
 * the next one, between two records, in one transaction.
 *
 * <p>What goes over: the counters <em>arrived</em> and <em>judged</em> start again, as the sums do. Evidence that waits to be judged
 * arrives again, in its order, so that coverage goes on naming exactly what a tally holds. What waits and does not fit the
 * new class list any more ends as a leftover {@code OUTDATED}. Everything else stays: known ids, clocks, the account.
 */
final class PartitionGeneration {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(10);

    private final FilterPlan plan;
    private final Ledger ledger;
    private final TallyPublisher publisher;
    private final Judging judging;
    private final OutdatedEntries outdated;

    PartitionGeneration(
            FilterPlan plan, Ledger ledger, TallyPublisher publisher, Judging judging, OutdatedEntries outdated) {
        this.plan = plan;
        this.ledger = ledger;
        this.publisher = publisher;
        this.judging = judging;
        this.outdated = outdated;
    }

    /** The generation that a partition was left in; that of the plan for one that is new. */
    static int of(Ledger ledger, FilterPlan plan) {
        if (ledger.generation > 0) {
            return ledger.generation;
        }
        // Ledgers of the first Sluice do not name it.
        return ledger.samples() + ledger.logits() > 0 ? 1 : plan.generation();
    }

    /**
     * Goes over if there is anything to go over to; to be called before anything is done.
     *
     * @throws GenerationException when the generation in force has another class list
     * @throws GenerationBehindException when another instance was ahead of us and we do not hear of it
     */
    void follow() {
        plan.snapshots().refuseForeign();
        if (ledger.generation == inForce()) {
            return;
        }
        awaitNews();
        int next = inForce();
        if (ledger.generation < next) {
            publisher.open(next);
            outdated.leave();
            ledger.generation = next;
            ledger.arrived = 0;
            ledger.judged = 0;
            judging.startOver();
        }
    }

    private int inForce() {
        return Math.max(plan.generation(), plan.snapshots().generation());
    }

    // The partition comes from an instance that has heard of a newer generation; the news travels for milliseconds.
    private void awaitNews() {
        long deadline = System.nanoTime() + PATIENCE;
        while (ledger.generation > inForce()) {
            if (System.nanoTime() > deadline) {
                throw new GenerationBehindException("a partition is of generation " + ledger.generation
                        + ", this instance has heard of " + inForce() + " only");
            }
            LockSupport.parkNanos(LOOK);
            plan.snapshots().refuseForeign();
        }
    }
}
