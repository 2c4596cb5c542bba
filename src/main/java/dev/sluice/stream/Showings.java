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
 */
final class Showings {

    private static final int UNNUMBERED = 0;

    private final List<String> models;
    private final boolean every;

    Showings(PipelineSpec spec) {
        this.models = spec.models().stream().map(ModelSpec::id).toList();
        this.every = spec.pairing().onRepeat() == OnRepeat.EVERY;
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
        int next = 0;
        if (known.decided() != null) {
            for (int taken : known.decided().presentations()) {
                next = Math.max(next, taken + 1);
            }
        }
        for (Entry.Ready unit : known.ready()) {
            next = Math.max(next, unit.presentation() + 1);
        }
        return row.showing(next);
    }

    /** Whether the unit that the row belongs to has its evidence already. */
    boolean taken(Entry known, PendingLogits row) {
        if (!every) {
            return known.decided() != null || !known.ready().isEmpty();
        }
        return (known.decided() != null && known.decided().presentations().contains(row.presentation()))
                || known.ready().stream().anyMatch(unit -> unit.presentation() == row.presentation());
    }

    /** Whether logits of the same model wait for the same unit. */
    boolean waits(Entry known, PendingLogits row) {
        return known.waiting().stream()
                .anyMatch(other -> together(other, row)
                        && other.model().id().equals(row.model().id()));
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
