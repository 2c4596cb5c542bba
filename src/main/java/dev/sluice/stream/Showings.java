package dev.sluice.stream;

import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PairingSpec.OnRepeat;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Which logits belong together: the unit of account is (sample id, presentation).
 *
 * <p>With {@code onRepeat: ignore} a sample is taken once, and all its logits belong to that one unit, whatever they call
 * their presentation. With {@code every}, rows of the same presentation belong together. Producers that do not number
 * their presentations leave the number at 0; such a row belongs to the presentation after those that are taken already, so
 * that later logits are a new presentation as the name says. A row with a number of its own means that presentation, and
 * once that is taken the row is superseded: so a producer that numbers may send twice.
 *
 * <p>All of a sample's presentations on their way are one record of the store, read and written with each of its rows. So
 * there is a limit to their number: a producer that repeats one id in a loop would otherwise slow its partition down more and
 * more, and stop it in the end with a message too large to send.
 */
final class Showings {

    private static final int UNNUMBERED = 0;
    private static final int MOST_PENDING = 256;
    private static final long MOST_BYTES = 8L << 20;

    private final List<String> models;
    private final boolean every;
    private final int mostPending;

    Showings(PipelineSpec spec) {
        this.models = spec.models().stream().map(ModelSpec::id).toList();
        this.every = spec.pairing().onRepeat() == OnRepeat.EVERY;
        long bytes = (long) Float.BYTES * spec.classes().size() * models.size();
        this.mostPending = (int) Math.max(1, Math.min(MOST_PENDING, MOST_BYTES / bytes));
    }

    /** Whether later presentations of a decided sample are wanted, so that the sample must be kept. */
    boolean every() {
        return every;
    }

    /** The row with the number of the presentation that it belongs to. */
    PendingLogits numbered(Entry known, PendingLogits row) {
        if (!every || row.presentation() != UNNUMBERED) {
            return row;
        }
        int next = known.decided() == null ? 0 : known.decided().presentations().next();
        for (Entry.Ready unit : known.ready()) {
            next = Math.max(next, Presentations.after(unit.presentation()));
        }
        return row.showing(next);
    }

    /** Whether the unit that the row belongs to has its evidence already. */
    boolean taken(Entry known, PendingLogits row) {
        if (!every) {
            return known.decided() != null || !known.ready().isEmpty();
        }
        if (known.decided() != null && known.decided().presentations().contains(row.presentation())) {
            return true;
        }
        for (Entry.Ready unit : known.ready()) {
            if (unit.presentation() == row.presentation()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether so many presentations of the sample are on their way that another one is not taken: all of them stand in one
     * record of the store, which must fit a message.
     */
    boolean full(Entry known, PendingLogits row) {
        if (!every || known.waiting().size() + known.ready().size() < mostPending) {
            return false;
        }
        int pending = known.ready().size();
        PendingLogits before = null;
        for (PendingLogits other : known.waiting()) {
            if (together(other, row)) {
                return false;
            }
            pending += before != null && together(before, other) ? 0 : 1;
            before = other;
        }
        return pending >= mostPending;
    }

    /** How many presentations of one sample may be on their way at once. */
    int mostPending() {
        return mostPending;
    }

    /** Whether logits of the same model wait for the same unit. */
    boolean waits(Entry known, PendingLogits row) {
        for (PendingLogits other : known.waiting()) {
            if (together(other, row) && other.model().id().equals(row.model().id())) {
                return true;
            }
        }
        return false;
    }

    /** The waiting rows by unit, in the order of presentations, each in the order of the pipeline's models. */
    List<List<PendingLogits>> units(List<PendingLogits> waiting) {
        if (waiting.size() == 1) {
            return List.of(waiting);
        }
        List<List<PendingLogits>> units = new ArrayList<>();
        for (PendingLogits row : waiting) {
            if (units.isEmpty() || !together(units.get(units.size() - 1).get(0), row)) {
                units.add(new ArrayList<>());
            }
            units.get(units.size() - 1).add(row);
        }
        units.forEach(unit -> unit.sort((a, b) -> Integer.compare(order(a), order(b))));
        return units;
    }

    /** Whether every awaited model is among these rows of one unit. */
    boolean complete(List<PendingLogits> unit) {
        return unit.size() >= models.size() && missing(unit).isEmpty();
    }

    /** Ids of the awaited models that are not among the rows, in the order of the pipeline's models. */
    List<String> missing(List<PendingLogits> unit) {
        if (unit.size() == 1 && models.size() == 1) {
            return unit.get(0).model().id().equals(models.get(0)) ? List.of() : models;
        }
        List<String> missing = new ArrayList<>(models);
        unit.forEach(row -> missing.remove(row.model().id()));
        return missing;
    }

    /** Whether two rows of one sample belong to the same unit. */
    boolean together(PendingLogits a, PendingLogits b) {
        return !every || a.presentation() == b.presentation();
    }

    // A model that the file no longer names comes first; it was awaited when its row came.
    private int order(PendingLogits row) {
        return models.indexOf(row.model().id());
    }
}
