package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What waits in one partition when the class list changes and does not fit the new one: logits of another length, labels
 * that there are no more. It leaves as a leftover {@code OUTDATED}, as it would be a letter if it came now. A sample whose
 * label still exists goes on waiting, for logits of the new length.
 *
 * <p>Leftovers rather than letters: the records were sound when they came, and their bytes are no longer there.
 */
final class OutdatedEntries {

    private final Entries entries;
    private final Leftovers leftovers;
    private final int classes;

    OutdatedEntries(Entries entries, Leftovers leftovers, FilterPlan plan) {
        this.entries = entries;
        this.leftovers = leftovers;
        this.classes = plan.spec().classes().size();
    }

    /** Lets them leave, in the order of their ids. */
    void leave() {
        for (Map.Entry<String, Entry> known : new TreeMap<>(entries.all()).entrySet()) {
            Entry rest = rest(known.getKey(), known.getValue());
            if (rest != known.getValue()) {
                entries.put(known.getKey(), rest);
            }
        }
    }

    private Entry rest(String id, Entry entry) {
        boolean sampleStays = entry.sample() == null || entry.sample().label() < classes;
        boolean logitsStay = entry.waiting().stream().allMatch(this::fits)
                && entry.ready().stream()
                        .allMatch(unit -> unit.logits().stream().allMatch(this::fits));
        if (sampleStays && logitsStay) {
            return entry;
        }
        if (!sampleStays && entry.decided() == null) {
            leftovers.outdated(
                    id, entry.sample(), why("its label is " + entry.sample().label()));
        }
        // Evidence that was complete is no longer: what is left of it waits as if it had just come.
        List<PendingLogits> rows = new ArrayList<>(entry.waiting());
        entry.ready().forEach(unit -> rows.addAll(unit.logits()));
        Entry rest = new Entry(sampleStays ? entry.sample() : null, List.of(), List.of(), entry.decided());
        for (PendingLogits row : rows) {
            if (fits(row)) {
                rest = rest.with(row);
            } else {
                leftovers.outdated(id, row, why("it has " + row.logits().length + " logits"));
            }
        }
        return rest;
    }

    private String why(String what) {
        return "it waited when the class list changed: " + what + ", there are " + classes + " classes now";
    }

    private boolean fits(PendingLogits row) {
        return row.logits().length == classes;
    }
}
