package dev.sluice.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Builds snapshots for tests: three classes, thresholds one half, a thousand samples a class. */
public final class Snapshots {

    private String version = "1.1";
    private ModelKey model = new ModelKey("main", "1");
    private double[] thresholds = {.5, .5, .5};
    private long[] counts = {1000, 1000, 1000};
    private Optional<PosteriorModel> posterior = Optional.empty();
    private RecentRates rates = RecentRates.NONE;
    private final List<Coverage> coverage = new ArrayList<>();

    private Snapshots() {}

    public static Snapshots snapshot() {
        return new Snapshots();
    }

    public Snapshots version(String value) {
        version = value;
        return this;
    }

    public Snapshots model(String id, String modelVersion) {
        model = new ModelKey(id, modelVersion);
        return this;
    }

    public Snapshots thresholds(double... values) {
        thresholds = values;
        return this;
    }

    public Snapshots counts(long... values) {
        counts = values;
        return this;
    }

    public Snapshots posterior(PosteriorModel value) {
        posterior = Optional.of(value);
        return this;
    }

    /** Rates under policy v1; the class ones are of class 0, 1 and so on, as pairs of suspected and judged. */
    public Snapshots rates(long suspected, long judged, long... ofClasses) {
        int[] all = java.util.stream.IntStream.range(0, ofClasses.length / 2).toArray();
        rates = new RecentRates(
                1,
                judged,
                suspected,
                all,
                Arrays.stream(all).mapToLong(k -> ofClasses[2 * k + 1]).toArray(),
                Arrays.stream(all).mapToLong(k -> ofClasses[2 * k]).toArray());
        return this;
    }

    public Snapshots covers(int partition, long arrived) {
        coverage.add(new Coverage(partition, arrived, 0));
        return this;
    }

    /** A snapshot that speaks of no model. */
    public Snapshot withoutModels() {
        return Snapshot.of(SnapshotVersion.parse(version), counts.length, "classes", coverage, List.of());
    }

    public Snapshot build() {
        SparseCounts joint = SparseCounts.of(new long[counts.length][counts.length]);
        ModelStatistics statistics = new ModelStatistics(
                model, Arrays.stream(counts).sum(), counts, thresholds, joint, NoiseModel.of(joint, counts), posterior);
        return Snapshot.of(SnapshotVersion.parse(version), counts.length, "classes", coverage, List.of(statistics))
                .withRates(rates);
    }
}
