package dev.sluice.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How learning begins with what was learnt elsewhere, such as by an audit. The first snapshot of a generation carries that
 * knowledge and covers nothing; it serves each model until the model's own statistics have enough samples, as the
 * statistics of an old model version do.
 *
 * <p>Nothing imported is ever added to the tallies: what is learnt here is a function of the rows that were seen here, and
 * a snapshot is a function of those rows and of the opening. Rejected: seeding the sums with the imported ones. They would
 * never leave an unlimited window, however little they have to do with the stream.
 */
public final class WarmStart {

    private WarmStart() {}

    /** A snapshot's knowledge as the opening of a generation. */
    public static Snapshot opening(SnapshotVersion version, Snapshot learnt) {
        return Snapshot.of(version, learnt.classes(), learnt.classListHash(), List.of(), learnt.models());
    }

    /**
     * A snapshot as it serves: for each model its own statistics, or those of the opening while its own are too few.
     *
     * @param own what was learnt since the opening
     * @param opening first snapshot of the generation, null where it knew nothing
     * @param enough samples that make statistics warm
     */
    public static Snapshot serve(Snapshot own, Snapshot opening, long enough) {
        if (opening == null || opening.models().isEmpty()) {
            return own;
        }
        List<ModelStatistics> served = new ArrayList<>();
        boolean changed = false;
        for (ModelStatistics statistics : own.models()) {
            Optional<ModelStatistics> before =
                    opening.statistics(statistics.model().id());
            boolean cold = statistics.samples() < enough;
            boolean replaced = cold && before.isPresent() && before.get().samples() > statistics.samples();
            served.add(replaced ? before.get() : statistics);
            changed |= replaced;
        }
        for (ModelStatistics before : opening.models()) {
            if (own.statistics(before.model().id()).isEmpty()) {
                served.add(before);
                changed = true;
            }
        }
        return changed ? Snapshot.of(own.version(), own.classes(), own.classListHash(), own.coverage(), served) : own;
    }
}
