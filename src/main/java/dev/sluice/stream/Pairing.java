package dev.sluice.stream;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.noise.ModelKey;

/**
 * Brings samples and logits together, in event time only.
 *
 * <p>What is kept: for each id the side that came first ({@link Entries}). The rules:
 *
 * <ol>
 *   <li>Two sides pair when their event times are at most {@code wait} apart, whichever came first and however much the
 *       clock has moved meanwhile. The outcome does not depend on the order of arrival.
 *   <li>Sides further apart cannot pair: the older one expires and the newer one goes on waiting.
 *   <li>A side that comes alone and is older than the clock allows is late. One whose wait ends is expired.
 *   <li>Of two of the same kind the first stays; the second is a duplicate (sample) or superseded (logits).
 * </ol>
 *
 * <p>A record is looked at before its own time moves the clock: a partner that comes just in time pairs, rather than
 * expiring what it came for. The DSL's outer join was rejected: it emits unmatched rows before grace is over when records
 * are out of order, and its flush is throttled by the wall clock.
 */
final class Pairing {

    private final Entries entries;
    private final EventClock clock;
    private final Ledger ledger;
    private final Outputs outputs;
    private final Judging judging;
    private final FilterPlan plan;
    private final int partition;

    Pairing(
            Entries entries,
            EventClock clock,
            Ledger ledger,
            Outputs outputs,
            Judging judging,
            FilterPlan plan,
            int task) {
        this.entries = entries;
        this.clock = clock;
        this.ledger = ledger;
        this.outputs = outputs;
        this.judging = judging;
        this.plan = plan;
        this.partition = task;
    }

    void accept(Input input) {
        if (input instanceof Input.OfSample sample) {
            accept(sample.id(), sample.sample());
        } else if (input instanceof Input.OfLogits logits) {
            accept(logits.id(), logits.logits());
        }
    }

    /** Ends every wait that is over. */
    void expire() {
        entries.expire(this::expired);
    }

    private void accept(String id, PendingSample sample) {
        Entry known = entries.get(id);
        if (known instanceof Entry.WaitingLogits partner) {
            meet(id, sample, partner.logits(), Side.SAMPLES);
        } else if (known != null) {
            String detail = known instanceof Entry.Decided
                    ? "this sample id is already decided"
                    : "this sample id is already here and waits; the first stays";
            outputs.leftover(id, origin(sample), null, LeftoverReason.DUPLICATE, detail);
        } else if (clock.past(sample.time(), plan.waitMillis())) {
            outputs.leftover(id, origin(sample), null, LeftoverReason.LATE, late(sample.time()));
        } else {
            wait(id, new Entry.WaitingSample(sample), Side.SAMPLES);
        }
    }

    private void accept(String id, PendingLogits logits) {
        Entry known = entries.get(id);
        if (known instanceof Entry.WaitingSample partner) {
            meet(id, partner.sample(), logits, Side.LOGITS);
        } else if (known != null) {
            String detail = known instanceof Entry.WaitingLogits
                    ? "logits of " + logits.model().id() + " already wait for this sample; the first stay"
                    : "this sample already has its logits";
            outputs.leftover(id, origin(logits), logits.model(), LeftoverReason.SUPERSEDED, detail);
        } else if (clock.past(logits.time(), plan.waitMillis())) {
            outputs.leftover(id, origin(logits), logits.model(), LeftoverReason.LATE, late(logits.time()));
        } else {
            wait(id, new Entry.WaitingLogits(logits), Side.LOGITS);
        }
    }

    /** Both sides are here, the named one just came. */
    private void meet(String id, PendingSample sample, PendingLogits logits, Side came) {
        if (Math.abs(sample.time() - logits.time()) <= plan.waitMillis()) {
            ledger.pending(came.other(), -1);
            judging.accept(id, sample, logits);
            return;
        }
        Side older = sample.time() < logits.time() ? Side.SAMPLES : Side.LOGITS;
        String detail = "its partner came " + Math.abs(sample.time() - logits.time())
                + " ms away in event time, further than pairing.wait";
        if (older == Side.SAMPLES) {
            outputs.leftover(id, origin(sample), null, LeftoverReason.EXPIRED, detail);
            entries.put(id, new Entry.WaitingLogits(logits));
        } else {
            outputs.leftover(id, origin(logits), logits.model(), LeftoverReason.EXPIRED, detail);
            entries.put(id, new Entry.WaitingSample(sample));
        }
        if (older != came) {
            ledger.pending(older, -1);
            ledger.pending(came, 1);
        }
    }

    private void wait(String id, Entry entry, Side side) {
        entries.put(id, entry);
        ledger.pending(side, 1);
    }

    private void expired(Entries.Expired expired) {
        if (expired.entry() instanceof Entry.WaitingSample waiting) {
            ledger.pending(Side.SAMPLES, -1);
            outputs.leftover(
                    expired.id(),
                    origin(waiting.sample()),
                    null,
                    LeftoverReason.EXPIRED,
                    "no logits came within pairing.wait");
        } else if (expired.entry() instanceof Entry.WaitingLogits waiting) {
            ModelKey model = waiting.logits().model();
            ledger.pending(Side.LOGITS, -1);
            outputs.leftover(
                    expired.id(),
                    origin(waiting.logits()),
                    model,
                    LeftoverReason.EXPIRED,
                    "no sample came within pairing.wait");
        }
    }

    private String late(long time) {
        return "its event time is " + (clock.now() - time) + " ms behind the partition's clock, more than pairing.wait";
    }

    private Origin origin(PendingSample sample) {
        return new Origin(Side.SAMPLES, plan.topic(Side.SAMPLES), partition, sample.offset(), sample.time());
    }

    private Origin origin(PendingLogits logits) {
        return new Origin(Side.LOGITS, plan.topic(Side.LOGITS), partition, logits.offset(), logits.time());
    }
}
