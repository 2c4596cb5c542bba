package dev.sluice.ops;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.DecisionCounts;
import dev.sluice.stream.Latencies;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.Side;
import dev.sluice.stream.WeightCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads the metrics of {@link Metric} at the moment they are asked for. Nothing is counted here: counts are in the ledger
 * and the snapshot, so what is shown cannot drift from them, and series of a partition that moved away end.
 */
public final class LedgerMetrics implements MultiCollector {

    /** The label of the classes that are not shown by name. */
    static final String OTHER = "other";

    /** The label of all classes together. */
    static final String ALL = "all";

    private final Supplier<Reading> readings;
    private final History history;
    private final ClassList classes;
    private final int shown;

    /**
     * @param history knows since when models and snapshots are there, and baselines
     * @param classes of the pipeline
     * @param shown how many classes have series of their own, the first ones of the list
     */
    public LedgerMetrics(Supplier<Reading> readings, History history, ClassList classes, int shown) {
        this.readings = readings;
        this.history = history;
        this.classes = classes;
        this.shown = Math.min(shown, classes.size());
    }

    @Override
    public MetricSnapshots collect() {
        Reading reading = readings.get();
        Families families = new Families();
        reading.own().forEach((partition, books) -> partition(families, reading, partition, books));
        reading.lag().forEach((partition, rows) -> {
            families.add(Metric.LAG_RECORDS, rows, "" + partition);
            families.add(Metric.LAG_SECONDS, reading.lagMillis(partition) / 1e3, "" + partition);
        });
        reading.oldest()
                .forEach((partition, since) ->
                        families.add(Metric.OLDEST, Math.max(0, reading.time() - since) / 1e3, "" + partition));
        learnt(families, reading);
        for (Map.Entry<Gate, Long> gate : reading.gates().entrySet()) {
            families.add(Metric.GATES, gate.getValue(), gate.getKey().name());
        }
        reading.restored().forEach((store, rows) -> families.add(Metric.RESTORED, rows, store));
        families.add(Metric.RESTORING, reading.restoring());
        families.add(Metric.OPENINGS, reading.openings());
        families.add(Metric.RUNNING, reading.running() ? 1 : 0);
        double[] bounds =
                Arrays.stream(Latencies.bounds()).mapToDouble(ms -> ms / 1e3).toArray();
        families.histogram(
                Metric.LATENCY,
                bounds,
                reading.latencies().buckets(),
                reading.latencies().sum() / 1e3);
        return families.snapshots();
    }

    private void partition(Families families, Reading reading, int partition, PartitionBooks books) {
        String p = "" + partition;
        Ledger ledger = books.ledger();
        for (Side side : Side.values()) {
            String s = side.name().toLowerCase(Locale.ROOT);
            families.add(Metric.INPUTS, ledger.in(side), p, s);
            families.add(Metric.PENDING, ledger.pending(side), p, s);
            families.add(Metric.PARKED, ledger.parked(side), p, s);
            for (LeftoverReason reason : LeftoverReason.values()) {
                families.add(Metric.LEFTOVERS, ledger.leftovers(side, reason), p, s, reason.name());
            }
            for (LetterCause cause : LetterCause.values()) {
                families.add(Metric.LETTERS, ledger.letters(side, cause), p, s, cause.name());
            }
        }
        families.add(Metric.OUT_OF_BALANCE, ledger.samplesOutOfBalance(), p, "samples");
        families.add(Metric.OUT_OF_BALANCE, ledger.logitsOutOfBalance(), p, "logits");
        for (Route route : Route.values()) {
            families.add(Metric.DECIDED, ledger.decidedAs(route), p, low(route));
        }
        families.add(Metric.REPEATED, ledger.repeated(), p);
        families.add(Metric.LOGITS_USED, ledger.used(), p);
        long lost = 0;
        for (LeftoverReason reason : LeftoverReason.values()) {
            lost += ledger.leftovers(Side.LOGITS, reason);
        }
        if (ledger.used() + lost > 0) {
            families.add(Metric.HIT_RATIO, (double) ledger.used() / (ledger.used() + lost), p);
        }
        families.add(Metric.ROWS_AHEAD, reading.ahead(partition, ledger), p);
        families.add(Metric.STANDS_STILL, reading.standingStill().contains(partition) ? 1 : 0, p);
        decisions(families, p, books);
        families.histogram(
                Metric.WEIGHTS,
                WeightCounts.bounds(),
                books.weights().buckets(),
                books.weights().sum(),
                p);
        families.add(Metric.EFFECTIVE, books.weights().effectiveSampleSize(), p);
    }

    private void decisions(Families families, String partition, PartitionBooks books) {
        Map<String, DecisionCounts> named = new TreeMap<>();
        books.classes()
                .forEach((given, counts) -> named.computeIfAbsent(name(given), first -> new DecisionCounts())
                        .add(counts));
        named.forEach((name, counts) -> {
            for (Route route : Route.values()) {
                families.add(Metric.DECISIONS, counts.decided(route), partition, name, low(route));
                for (Reason reason : Reason.values()) {
                    long times = counts.decided(route, reason);
                    if (times > 0) {
                        families.add(Metric.REASONS, times, partition, name, low(route), reason.name());
                    }
                }
            }
        });
    }

    private void learnt(Families families, Reading reading) {
        Snapshot snapshot = reading.snapshot();
        families.add(
                Metric.POLICY_VERSION,
                reading.policy() == null ? 0 : reading.policy().version());
        families.add(
                Metric.SNAPSHOT_GENERATION,
                snapshot == null ? 0 : snapshot.version().generation());
        families.add(
                Metric.SNAPSHOT_SEQUENCE,
                snapshot == null ? 0 : snapshot.version().sequence());
        families.add(Metric.BREAKER, open(reading, -1), ALL);
        for (int k = 0; k < shown; k++) {
            families.add(Metric.BREAKER, open(reading, k), name(k));
        }
        if (snapshot == null) {
            return;
        }
        history.newestTime().ifPresent(at -> families.add(Metric.SNAPSHOT_AGE, Math.max(0, reading.time() - at) / 1e3));
        for (ModelStatistics model : snapshot.models()) {
            String id = model.model().id();
            families.add(
                    Metric.MODEL_SAMPLES, model.samples(), id, model.model().version());
            history.since(model.model())
                    .ifPresent(at -> families.add(
                            Metric.MODEL_AGE,
                            Math.max(0, reading.time() - at) / 1e3,
                            id,
                            model.model().version()));
            for (int k = 0; k < Math.min(shown, model.thresholds().length); k++) {
                families.add(Metric.THRESHOLD, model.thresholds()[k], id, name(k));
            }
        }
        for (Rate rate : Rate.of(snapshot.rates())) {
            String name = rate.given() < 0 ? ALL : rate.given() < shown ? name(rate.given()) : null;
            if (name != null) {
                families.add(Metric.SUSPECTED, rate.share(), name);
                families.add(Metric.SUSPECTED_JUDGED, rate.judged(), name);
                history.baseline(rate.given()).ifPresent(mean -> families.add(Metric.BASELINE, mean, name));
            }
        }
    }

    private static int open(Reading reading, int given) {
        return reading.breakers().stream().anyMatch(one -> one.givenClass().orElse(-1) == given) ? 1 : 0;
    }

    // A class that is called as one of our own two must not become one with it: a series twice ends the scrape.
    private String name(int given) {
        if (given >= shown) {
            return OTHER;
        }
        String name = classes.name(given);
        return name.equals(ALL) || name.equals(OTHER) ? name + " (class)" : name;
    }

    private static String low(Route route) {
        return route.name().toLowerCase(Locale.ROOT);
    }
}
