package dev.sluice.stream;

import dev.sluice.judge.Route;
import java.util.Collection;

/**
 * The ledgers of all partitions of one instance, added up.
 *
 * @param partitions how many partitions it speaks of
 * @param samples samples that came in
 * @param logits logits rows that came in
 * @param clean decided clean
 * @param quarantine decided quarantine
 * @param leftovers inputs that ended without a decision
 * @param letters dead letters
 * @param pending inputs that wait, for their partner or to be judged
 * @param parked inputs whose schema could not be asked for
 * @param outOfBalance absolute deviation from the law of conservation, summed; 0 when it holds
 */
public record Account(
        int partitions,
        long samples,
        long logits,
        long clean,
        long quarantine,
        long leftovers,
        long letters,
        long pending,
        long parked,
        long outOfBalance) {

    static Account of(Collection<Ledger> ledgers) {
        long[] sums = new long[9];
        for (Ledger ledger : ledgers) {
            sums[0] += ledger.samples();
            sums[1] += ledger.logits();
            sums[2] += ledger.decidedAs(Route.CLEAN);
            sums[3] += ledger.decidedAs(Route.QUARANTINE);
            sums[4] += ledger.leftovers();
            sums[5] += ledger.letters();
            sums[6] += ledger.pending();
            sums[7] += ledger.parked();
            sums[8] += Math.abs(ledger.samplesOutOfBalance()) + Math.abs(ledger.logitsOutOfBalance());
        }
        return new Account(
                ledgers.size(), sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7], sums[8]);
    }

    /** Inputs of both sides. */
    public long inputs() {
        return samples + logits;
    }
}
