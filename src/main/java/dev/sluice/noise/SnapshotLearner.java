package dev.sluice.noise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns partial sums into a snapshot. A pure function of its arguments: the same sums give the same snapshot, whichever
 * partitions and panes they came in, and in whatever order.
 */
public final class SnapshotLearner {

    /** A class without samples: no probability reaches it, so it is never confident. */
    public static final double NEVER_CONFIDENT = 2;

    private static final double LEAST_THRESHOLD = 2e-6;

    private SnapshotLearner() {}

    /** Freezes without posteriors. */
    public static Snapshot freeze(
            SnapshotVersion version,
            int classes,
            String classListHash,
            List<Coverage> coverage,
            Map<TallyKey, TallyRow> rows,
            List<ModelKey> inForce) {
        return freeze(version, classes, classListHash, coverage, rows, Map.of(), inForce);
    }

    /**
     * Freezes.
     *
     * @param version of the new snapshot
     * @param classes K
     * @param classListHash hash of the class list
     * @param coverage what the sums hold of each partition
     * @param rows partial sums of the live panes, merged over all partitions; panes of the same class are merged here
     * @param posteriors what was learnt of the models in force, see {@link Posteriors}; a model without one gets none
     * @param inForce which version of each model the snapshot speaks of; rows of others are left out
     * @throws IllegalArgumentException if a row names a class outside 0..K-1
     */
    public static Snapshot freeze(
            SnapshotVersion version,
            int classes,
            String classListHash,
            List<Coverage> coverage,
            Map<TallyKey, TallyRow> rows,
            Map<ModelKey, PosteriorModel> posteriors,
            List<ModelKey> inForce) {
        List<ModelStatistics> models = new ArrayList<>();
        for (ModelKey model : inForce) {
            models.add(statistics(model, merge(model, classes, rows), Optional.ofNullable(posteriors.get(model))));
        }
        return Snapshot.of(version, classes, classListHash, coverage, models);
    }

    private static List<TallyRow> merge(ModelKey model, int classes, Map<TallyKey, TallyRow> rows) {
        List<TallyRow> merged = new ArrayList<>(classes);
        for (int k = 0; k < classes; k++) {
            merged.add(new TallyRow());
        }
        rows.forEach((key, row) -> {
            if (key.model().equals(model)) {
                if (key.givenLabel() >= classes) {
                    throw new IllegalArgumentException("a tally row of " + model + " is for label " + key.givenLabel()
                            + ", outside 0.." + (classes - 1));
                }
                merged.get(key.givenLabel()).merge(row);
            }
        });
        return merged;
    }

    private static ModelStatistics statistics(ModelKey model, List<TallyRow> rows, Optional<PosteriorModel> posterior) {
        long samples = 0;
        long[] counts = new long[rows.size()];
        double[] thresholds = new double[rows.size()];
        for (int k = 0; k < counts.length; k++) {
            counts[k] = rows.get(k).count();
            samples = Math.addExact(samples, counts[k]);
            thresholds[k] = threshold(rows.get(k));
        }
        SparseCounts joint = SparseCounts.ofRows(rows);
        return new ModelStatistics(model, samples, counts, thresholds, joint, NoiseModel.of(joint, counts), posterior);
    }

    private static double threshold(TallyRow row) {
        if (row.count() == 0) {
            return NEVER_CONFIDENT;
        }
        return Math.max(LEAST_THRESHOLD, row.selfConfidenceSum() / TallyRow.UNITS / row.count());
    }
}
