package dev.sluice.ops;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the newest snapshots say, over time: thresholds, shares of suspects, versions. At most {@link #KEPT} points; beyond
 * that every second one is dropped, so that it always reaches back to the start of what it was told. Snapshots come from
 * the topic, which every instance reads: all instances show the same, but for which of several snapshots of one second they
 * saw. Safe for several threads.
 */
public final class History {

    static final int KEPT = 400;

    /** Points under one policy below which there is no baseline. */
    static final int LEAST = 10;

    /** Classes beyond this are left out. */
    public static final int CLASSES = 20;

    private final TreeMap<SnapshotVersion, Point> points = new TreeMap<>();
    private final Map<ModelKey, Long> models = new HashMap<>();
    private Point newest;

    /**
     * One snapshot, reduced to what is drawn. Of many classes, the first 20.
     *
     * @param time when it was published or adopted, ms since the epoch
     * @param version of the snapshot
     * @param policy version under which was suspected, 0 for none
     * @param models versions in force
     * @param rates shares of suspects
     * @param thresholds of the first model, by class
     */
    public record Point(
            long time, String version, int policy, List<String> models, List<Rate> rates, List<Double> thresholds) {

        Point at(long other) {
            return new Point(other, version, policy, models, rates, thresholds);
        }
    }

    /**
     * Takes a snapshot, in any order. Of one that is known already the earlier time counts: a snapshot that an instance finds
     * at its start looks new to it, and the topic says how old it is.
     */
    public synchronized void take(Snapshot snapshot, long time) {
        Point known = points.get(snapshot.version());
        if (known == null || time < known.time()) {
            keep(snapshot.version(), known == null ? point(snapshot, time) : known.at(time));
        }
        for (ModelStatistics model : snapshot.models()) {
            models.merge(model.model(), time, Math::min);
        }
        models.keySet().removeIf(model -> !newest.models().contains(model.toString()));
    }

    private void keep(SnapshotVersion version, Point point) {
        if (newest == null || version.compareTo(SnapshotVersion.parse(newest.version())) >= 0) {
            newest = point;
        }
        points.put(version, point);
        if (points.size() > KEPT) {
            boolean drop = false;
            for (SnapshotVersion each : List.copyOf(points.keySet())) {
                if (drop) {
                    points.remove(each);
                }
                drop = !drop;
            }
        }
    }

    private static Point point(Snapshot snapshot, long time) {
        List<Double> thresholds = new ArrayList<>();
        if (!snapshot.models().isEmpty()) {
            double[] all = snapshot.models().get(0).thresholds();
            for (int k = 0; k < Math.min(all.length, CLASSES); k++) {
                thresholds.add(all[k] > 1 ? null : all[k]);
            }
        }
        List<Rate> rates = Rate.of(snapshot.rates()).stream()
                .filter(rate -> rate.given() < CLASSES)
                .toList();
        List<String> models =
                snapshot.models().stream().map(one -> one.model().toString()).toList();
        return new Point(time, snapshot.version().toString(), snapshot.rates().policy(), models, rates, thresholds);
    }

    /** Everything that is kept, oldest first. */
    public synchronized List<Point> points() {
        return List.copyOf(points.values());
    }

    /** Baselines by class, -1 for the whole stream; of those that have one. */
    public synchronized Map<Integer, Double> baselines() {
        Map<Integer, Double> baselines = new TreeMap<>();
        for (int given = -1; given < CLASSES; given++) {
            int one = given;
            baseline(given).ifPresent(mean -> baselines.put(one, mean));
        }
        return baselines;
    }

    /** When the newest snapshot was published. */
    public synchronized OptionalLong newestTime() {
        return newest == null ? OptionalLong.empty() : OptionalLong.of(newest.time());
    }

    /** When a snapshot first named this model version, as far as this reaches back. */
    public synchronized OptionalLong since(ModelKey model) {
        Long at = models.get(model);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }

    /**
     * The mean share of suspects over the earlier snapshots under the policy of the newest, its last tenth left out: what is
     * happening now shall not be its own measure. Empty before there are {@link #LEAST}.
     *
     * @param given class, -1 for the whole stream
     */
    public synchronized OptionalDouble baseline(int given) {
        if (newest == null) {
            return OptionalDouble.empty();
        }
        List<Double> shares = new ArrayList<>();
        for (Point point : points.values()) {
            if (point.policy() == newest.policy()) {
                point.rates().stream().filter(rate -> rate.given() == given).forEach(rate -> shares.add(rate.share()));
            }
        }
        int earlier = shares.size() - Math.max(1, shares.size() / 10);
        return earlier < LEAST
                ? OptionalDouble.empty()
                : shares.subList(0, earlier).stream()
                        .mapToDouble(Double::doubleValue)
                        .average();
    }
}
