package dev.sluice.stream;

import dev.sluice.avro.LeftoverReason;

/** Writes the inputs that end without a decision, and takes them off the account where they were waiting. */
final class Leftovers {

    private final Outputs outputs;
    private final Ledger ledger;
    private final FilterPlan plan;

    Leftovers(Outputs outputs, Ledger ledger, FilterPlan plan) {
        this.outputs = outputs;
        this.ledger = ledger;
        this.plan = plan;
    }

    /** A sample that just came and is not taken. */
    void unwanted(String id, PendingSample sample, LeftoverReason reason, String detail) {
        outputs.leftover(
                id, origin(Side.SAMPLES, sample.partition(), sample.offset(), sample.time()), null, reason, detail);
    }

    /** Logits that just came and are not taken. */
    void unwanted(String id, PendingLogits row, LeftoverReason reason, String detail) {
        outputs.leftover(
                id, origin(Side.LOGITS, row.partition(), row.offset(), row.time()), row.model(), reason, detail);
    }

    /** A sample that was pending. */
    void expired(String id, PendingSample sample, String detail) {
        ledger.pending(Side.SAMPLES, -1);
        unwanted(id, sample, LeftoverReason.EXPIRED, detail);
    }

    /** Logits that were pending. */
    void expired(String id, PendingLogits row, String detail) {
        ledger.pending(Side.LOGITS, -1);
        unwanted(id, row, LeftoverReason.EXPIRED, detail);
    }

    /** Logits that were pending, of a unit that is judged without them. */
    void superseded(String id, PendingLogits row, String detail) {
        ledger.pending(Side.LOGITS, -1);
        unwanted(id, row, LeftoverReason.SUPERSEDED, detail);
    }

    /** A sample that was pending when the class list changed. */
    void outdated(String id, PendingSample sample, String detail) {
        ledger.pending(Side.SAMPLES, -1);
        unwanted(id, sample, LeftoverReason.OUTDATED, detail);
    }

    /** Logits that were pending when the class list changed. */
    void outdated(String id, PendingLogits row, String detail) {
        ledger.pending(Side.LOGITS, -1);
        unwanted(id, row, LeftoverReason.OUTDATED, detail);
    }

    private Origin origin(Side side, int partition, long offset, long time) {
        return new Origin(side, plan.topic(side), partition, offset, time);
    }
}
