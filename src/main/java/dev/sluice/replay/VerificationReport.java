package dev.sluice.replay;

import dev.sluice.avro.Side;
import java.util.List;

/**
 * The result of a recount.
 *
 * @param balance the verdict
 * @param lost the first inputs without a fate
 * @param doubled the first inputs with more than one
 * @param unfounded the first outcomes of what is no input
 * @param released rows that were released from quarantine; they stand in clean beside the fates of inputs
 * @param ledger whether the pipeline's own counters agree
 */
public record VerificationReport(
        Balance balance,
        List<Named> lost,
        List<Named> doubled,
        List<Named> unfounded,
        long released,
        LedgerCheck ledger) {

    /**
     * A place with the id that stands there.
     *
     * @param side which input topic
     * @param topic its name
     * @param partition of the topic
     * @param offset in the partition
     * @param id key of the record, null when it has none or is gone
     */
    public record Named(Side side, String topic, int partition, long offset, String id) {}

    /** Whether every input has exactly one fate and the ledger, where it was compared, says the same. */
    public boolean holds() {
        return balance instanceof Balance.Holds && !(ledger instanceof LedgerCheck.Differs);
    }
}
