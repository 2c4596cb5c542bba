package dev.sluice.stream;

import dev.sluice.avro.LeftoverReason;
import java.util.List;

/**
 * Brings a sample and the logits of all awaited models together, in event time only.
 *
 * <p>What is kept: for each id what came so far ({@link Entries}). The rules:
 *
 * <ol>
 *   <li>A sample and logits pair when their event times are at most {@code wait} apart, whichever came first and however
 *       much the clock has moved meanwhile. When the logits of every awaited model have paired with it, its evidence is
 *       complete. The outcome does not depend on the order of arrival.
 *   <li>Of two that are further apart the older one's wait is over, and the newer one goes on waiting.
 *   <li>What comes alone and is older than the clock allows is late. Otherwise its wait ends with the clock
 *       ({@link Waits}).
 *   <li>Of two of the same kind the first stays; the second is a duplicate (sample) or superseded (logits).
 *   <li>A later presentation ({@code onRepeat: every}) needs no event time near its sample's, since an epoch may take
 *       hours; its logits must be near each other instead.
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
    private final Leftovers leftovers;
    private final Judging judging;
    private final Showings showings;
    private final Waits waits;
    private final long wait;

    Pairing(
            Entries entries,
            EventClock clock,
            Ledger ledger,
            Leftovers leftovers,
            Judging judging,
            Showings showings,
            FilterPlan plan) {
        this.entries = entries;
        this.clock = clock;
        this.ledger = ledger;
        this.leftovers = leftovers;
        this.judging = judging;
        this.showings = showings;
        this.waits = new Waits(clock, leftovers, judging, showings, plan);
        this.wait = plan.waitMillis();
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
        entries.expire((id, entry) -> keep(id, entry, waits.end(id, entry)));
    }

    private void accept(String id, PendingSample sample) {
        Entry known = entries.get(id);
        if (known.knowsSample()) {
            leftovers.unwanted(
                    id,
                    sample,
                    LeftoverReason.DUPLICATE,
                    known.decided() != null
                            ? "this sample id is already decided"
                            : "this sample id is already here and waits; the first stays");
        } else if (known.waiting().isEmpty() && clock.past(sample.time(), wait)) {
            leftovers.unwanted(id, sample, LeftoverReason.LATE, late(sample.time()));
        } else {
            ledger.pending(Side.SAMPLES, 1);
            settle(id, known, known.with(sample));
        }
    }

    private void accept(String id, PendingLogits came) {
        Entry known = entries.get(id);
        PendingLogits row = showings.numbered(known, came);
        if (showings.taken(known, row)) {
            leftovers.unwanted(id, row, LeftoverReason.SUPERSEDED, "this sample already has its logits");
        } else if (showings.waits(known, row)) {
            String detail = "logits of " + row.model().id() + " already wait for this sample; the first stay";
            leftovers.unwanted(id, row, LeftoverReason.SUPERSEDED, detail);
        } else if (showings.full(known, row)) {
            String detail = showings.mostPending() + " presentations of this sample are on their way; the first stay";
            leftovers.unwanted(id, row, LeftoverReason.SUPERSEDED, detail);
        } else if (clock.past(row.time(), wait) && alone(known, row)) {
            leftovers.unwanted(id, row, LeftoverReason.LATE, late(row.time()));
        } else {
            ledger.pending(Side.LOGITS, 1);
            settle(id, known, known.with(row));
        }
    }

    /** Whether nothing that is here makes use of the row. */
    private boolean alone(Entry known, PendingLogits row) {
        if (known.sampleWaits()) {
            return Math.abs(known.sample().time() - row.time()) > wait;
        }
        return known.sample() == null || !showings.complete(unitOf(known.with(row), row));
    }

    private List<PendingLogits> unitOf(Entry entry, PendingLogits row) {
        return showings.units(entry.waiting()).stream()
                .filter(unit -> unit.contains(row))
                .findFirst()
                .orElseThrow();
    }

    /** Something came: ends what is out of its reach, and hands on every unit that is complete now. */
    private void settle(String id, Entry stored, Entry now) {
        Entry rest = waits.endOutOfReach(id, now);
        if (rest.sample() != null) {
            for (List<PendingLogits> unit : showings.units(rest.waiting())) {
                if (showings.complete(unit)) {
                    rest = judging.accept(id, rest, unit);
                }
            }
        }
        keep(id, stored, rest);
    }

    private void keep(String id, Entry stored, Entry now) {
        if (now != stored) {
            entries.put(id, now);
        }
    }

    private String late(long time) {
        return "its event time is " + (clock.now() - time) + " ms behind the partition's clock, more than pairing.wait";
    }
}
