package dev.sluice.stream;

import dev.sluice.spec.PairingSpec.OnTimeout;
import java.util.List;

/**
 * Ends waits: because the clock has moved past them, or because something came that is so much newer that their partner
 * can no longer come.
 *
 * <p>A sample whose wait ends takes with it the logits that had paired with it. With {@code onTimeout: judge} it is judged
 * with those instead; without any it expires all the same. Logits without a sample wait on their own. Logits of a later
 * presentation wait for each other, beginning with the oldest of them.
 */
final class Waits {

    private final EventClock clock;
    private final Leftovers leftovers;
    private final Judging judging;
    private final Showings showings;
    private final boolean judge;
    private final long wait;

    Waits(EventClock clock, Leftovers leftovers, Judging judging, Showings showings, FilterPlan plan) {
        this.clock = clock;
        this.leftovers = leftovers;
        this.judging = judging;
        this.showings = showings;
        this.judge = plan.spec().pairing().onTimeout() == OnTimeout.JUDGE;
        this.wait = plan.waitMillis();
    }

    /**
     * Ends what has waited longest, if that is long enough by the clock; answers what is left of the entry. What has waited
     * less has its turn at its own time, so the order in which samples are judged is that of their times however far the
     * clock has moved at once.
     */
    Entry end(String id, Entry entry) {
        if (entry.sampleWaits()) {
            return clock.past(entry.sample().time(), wait) ? endSample(id, entry, null) : entry;
        }
        Entry rest = entry;
        if (entry.sample() == null) {
            for (PendingLogits row : entry.waiting()) {
                if (clock.past(row.time(), wait)) {
                    leftovers.expired(id, row, "no sample came within pairing.wait");
                    rest = rest.without(List.of(row));
                }
            }
            return rest;
        }
        for (List<PendingLogits> unit : showings.units(entry.waiting())) {
            if (oldest(unit) == entry.waitingSince() && clock.past(oldest(unit), wait)) {
                rest = endUnit(id, rest, unit);
            }
        }
        return rest;
    }

    /** Ends what the newest arrival shows to be out of reach; answers what is left of the entry. */
    Entry endOutOfReach(String id, Entry entry) {
        return entry.sampleWaits() ? endFarFromSample(id, entry) : endFarFromEachOther(id, entry);
    }

    private Entry endFarFromSample(String id, Entry entry) {
        long time = entry.sample().time();
        Entry rest = entry;
        PendingLogits beyond = null;
        for (PendingLogits row : entry.waiting()) {
            if (time - row.time() > wait) {
                leftovers.expired(id, row, apart(time - row.time()));
                rest = rest.without(List.of(row));
            } else if (row.time() - time > wait) {
                beyond = row;
            }
        }
        return beyond == null ? rest : endSample(id, rest, beyond);
    }

    private Entry endFarFromEachOther(String id, Entry entry) {
        if (entry.sample() == null || entry.waiting().size() < 2) {
            return entry;
        }
        Entry rest = entry;
        for (List<PendingLogits> unit : showings.units(entry.waiting())) {
            long newest = unit.stream().mapToLong(PendingLogits::time).max().orElseThrow();
            List<PendingLogits> old =
                    unit.stream().filter(row -> newest - row.time() > wait).toList();
            if (!old.isEmpty()) {
                rest = endUnit(id, rest, old);
                // Judged with what had come, this presentation has its decision; the newcomer is too late for it.
                if (judge) {
                    List<PendingLogits> late =
                            unit.stream().filter(row -> !old.contains(row)).toList();
                    late.forEach(row -> leftovers.superseded(id, row, "its presentation was judged without it"));
                    rest = rest.without(late);
                }
            }
        }
        return rest;
    }

    /** @param beyond logits that came and are too new for the sample, null when its time is over by the clock */
    private Entry endSample(String id, Entry entry, PendingLogits beyond) {
        long time = entry.sample().time();
        List<PendingLogits> paired = entry.waiting().stream()
                .filter(row -> row.time() - time <= wait)
                .toList();
        List<PendingLogits> first = first(paired);
        if (!first.isEmpty()) {
            Entry rest = supersede(id, judging.accept(id, entry, first), first.get(0));
            // The sample is accounted for; its other presentations wait for their own logits, as later ones do.
            return beyond == null ? rest : endFarFromEachOther(id, rest);
        }
        String detail = beyond != null
                ? apart(beyond.time() - time)
                : paired.isEmpty()
                        ? "no logits came within pairing.wait"
                        : "no logits of " + String.join(", ", showings.missing(paired)) + " came within pairing.wait";
        leftovers.expired(id, entry.sample(), detail);
        paired.forEach(row -> leftovers.expired(id, row, "its sample expired: " + detail));
        return entry.without(paired).withoutSample();
    }

    /** The presentation by which a sample is judged whose wait is over; empty when there is none. */
    private List<PendingLogits> first(List<PendingLogits> paired) {
        for (List<PendingLogits> unit : showings.units(paired)) {
            if (mayJudge(unit)) {
                return unit;
            }
        }
        return List.of();
    }

    // A unit can be complete all the same, when the file no longer names a model that it waited for.
    private boolean mayJudge(List<PendingLogits> unit) {
        return judge || showings.complete(unit);
    }

    // Its presentation has the decision now; what is left of it came too late.
    private Entry supersede(String id, Entry entry, PendingLogits judged) {
        Entry rest = entry;
        for (PendingLogits row : entry.waiting()) {
            if (showings.together(row, judged)) {
                leftovers.superseded(id, row, "its sample was judged without it");
                rest = rest.without(List.of(row));
            }
        }
        return rest;
    }

    private Entry endUnit(String id, Entry entry, List<PendingLogits> unit) {
        if (mayJudge(unit)) {
            return judging.accept(id, entry, unit);
        }
        String detail = "no logits of " + String.join(", ", showings.missing(unit)) + " came within pairing.wait";
        unit.forEach(row -> leftovers.expired(id, row, detail));
        return entry.without(unit);
    }

    private static long oldest(List<PendingLogits> unit) {
        return unit.stream().mapToLong(PendingLogits::time).min().orElseThrow();
    }

    private static String apart(long millis) {
        return "its partner came " + millis + " ms away in event time, further than pairing.wait";
    }
}
