package dev.sluice.ops;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SparseCounts;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.DecisionCounts;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.Side;
import dev.sluice.stream.WeightCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the API answers with, as trees of maps and lists: names as in the documentation of the API. */
public final class Views {

    /** Classes beyond this are left out of matrices. */
    static final int MATRIX = 100;

    private Views() {}

    /** The account of the whole pipeline. */
    public static Map<String, Object> account(SortedMap<Integer, PartitionBooks> books) {
        long[] sums = new long[8];
        Map<String, Long> leftovers = new TreeMap<>();
        Map<String, Long> letters = new TreeMap<>();
        WeightCounts weights = new WeightCounts();
        for (PartitionBooks one : books.values()) {
            Ledger ledger = one.ledger();
            sums[0] += ledger.samples();
            sums[1] += ledger.logits();
            sums[2] += ledger.decidedAs(Route.CLEAN);
            sums[3] += ledger.decidedAs(Route.QUARANTINE);
            sums[4] += ledger.pending();
            sums[5] += ledger.parked();
            sums[6] += Math.abs(ledger.samplesOutOfBalance()) + Math.abs(ledger.logitsOutOfBalance());
            sums[7] += ledger.used();
            for (Side side : Side.values()) {
                for (LeftoverReason reason : LeftoverReason.values()) {
                    leftovers.merge(reason.name(), ledger.leftovers(side, reason), Long::sum);
                }
                for (LetterCause cause : LetterCause.values()) {
                    letters.merge(cause.name(), ledger.letters(side, cause), Long::sum);
                }
            }
            weights.add(one.weights());
        }
        leftovers.values().removeIf(count -> count == 0);
        letters.values().removeIf(count -> count == 0);
        Map<String, Object> account = new LinkedHashMap<>();
        String[] names = {"samples", "logits", "clean", "quarantine", "pending", "parked", "outOfBalance", "logitsUsed"
        };
        for (int i = 0; i < names.length; i++) {
            account.put(names[i], sums[i]);
        }
        account.put("leftovers", leftovers);
        account.put("deadLetters", letters);
        account.put("partitions", books.size());
        account.put(
                "weights",
                Map.of(
                        "bounds", WeightCounts.bounds(),
                        "rows", weights.buckets(),
                        "sum", weights.sum(),
                        "effectiveSampleSize", weights.effectiveSampleSize()));
        return account;
    }

    /** Decisions by class and reason, over the whole pipeline. */
    public static List<Map<String, Object>> quarantine(SortedMap<Integer, PartitionBooks> books, ClassList classes) {
        Map<Integer, DecisionCounts> sums = new TreeMap<>();
        books.values()
                .forEach(one -> one.classes()
                        .forEach((given, counts) -> sums.computeIfAbsent(given, first -> new DecisionCounts())
                                .add(counts)));
        List<Map<String, Object>> rows = new ArrayList<>();
        sums.forEach((given, counts) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("class", given < classes.size() ? classes.name(given) : "class " + given);
            row.put("clean", counts.decided(Route.CLEAN));
            row.put("quarantine", counts.decided(Route.QUARANTINE));
            for (Route route : Route.values()) {
                Map<String, Long> reasons = new TreeMap<>();
                for (Reason reason : Reason.values()) {
                    long times = counts.decided(route, reason);
                    if (times > 0) {
                        reasons.put(reason.name(), times);
                    }
                }
                row.put(route == Route.CLEAN ? "cleanReasons" : "quarantineReasons", reasons);
            }
            rows.add(row);
        });
        return rows;
    }

    /** The thresholds of a snapshot, by model and class; null thresholds are of classes without samples. */
    public static Map<String, Object> thresholds(Snapshot snapshot, long time, ClassList classes) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("snapshot", snapshot.version().toString());
        view.put("time", time);
        List<Object> models = new ArrayList<>();
        for (ModelStatistics model : snapshot.models()) {
            Map<String, Object> thresholds = new LinkedHashMap<>();
            for (int k = 0; k < model.thresholds().length; k++) {
                thresholds.put(classes.name(k), model.thresholds()[k] > 1 ? null : model.thresholds()[k]);
            }
            models.add(Map.of(
                    "model", model.model().id(),
                    "version", model.model().version(),
                    "samples", model.samples(),
                    "thresholds", thresholds));
        }
        view.put("models", models);
        return view;
    }

    /** The confident joint of each model: rows are given labels; the first 100 classes. */
    public static Map<String, Object> joint(Snapshot snapshot, ClassList classes) {
        int shown = Math.min(MATRIX, classes.size());
        List<Object> models = new ArrayList<>();
        for (ModelStatistics model : snapshot.models()) {
            SparseCounts joint = model.confidentJoint();
            long[][] rows = new long[shown][shown];
            for (int row = 0; row < shown; row++) {
                for (int at = joint.rowStarts()[row]; at < joint.rowStarts()[row + 1]; at++) {
                    if (joint.columns()[at] < shown) {
                        rows[row][joint.columns()[at]] = joint.counts()[at];
                    }
                }
            }
            models.add(
                    Map.of("model", model.model().id(), "version", model.model().version(), "rows", rows));
        }
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("snapshot", snapshot.version().toString());
        view.put("classes", classes.names().subList(0, shown));
        view.put("leftOut", classes.size() - shown);
        view.put("models", models);
        return view;
    }
}
