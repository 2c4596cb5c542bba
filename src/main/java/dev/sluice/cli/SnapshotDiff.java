package dev.sluice.cli;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What changed between two snapshots, by class, the largest change first. */
final class SnapshotDiff {

    private final Snapshot before;
    private final Snapshot after;
    private final ClassList classes;

    SnapshotDiff(Snapshot before, Snapshot after, ClassList classes) {
        if (!before.classListHash().equals(after.classListHash())) {
            throw new CommandFailure("snapshots " + before.version() + " and " + after.version()
                    + " were learnt for different class lists: nothing can be compared by class");
        }
        this.before = before;
        this.after = after;
        this.classes = classes;
    }

    /**
     * A class then and now.
     *
     * @param change of the threshold; a class that had none, or has none any more, has changed by more than any other
     */
    private record Row(String name, double then, double now, double change, long samplesThen, long samplesNow) {}

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(before.version() + " -> " + after.version()
                + (before.hash().equals(after.hash()) ? ": the same content" : ""));
        for (ModelStatistics now : after.models()) {
            Optional<ModelStatistics> then = before.statistics(now.model().id());
            lines.add("");
            if (then.isEmpty()) {
                lines.add("model " + now.model() + ": new, " + SnapshotText.number(now.samples()) + " samples");
                continue;
            }
            lines.add("model " + versions(then.get(), now) + ", "
                    + SnapshotText.number(then.get().samples()) + " -> " + SnapshotText.number(now.samples())
                    + " samples");
            TextTable table = new TextTable("class", "threshold", "", "change", "samples", "");
            List<Row> rows = rows(then.get(), now);
            rows.stream()
                    .limit(SnapshotText.LISTED)
                    .forEach(row -> table.row(
                            row.name(),
                            SnapshotText.threshold(row.then()),
                            SnapshotText.threshold(row.now()),
                            change(row),
                            SnapshotText.number(row.samplesThen()),
                            SnapshotText.number(row.samplesNow())));
            lines.addAll(table.lines());
            if (rows.size() > SnapshotText.LISTED) {
                lines.add("... and " + (rows.size() - SnapshotText.LISTED) + " more classes, all of them with --json");
            }
        }
        gone().forEach(model -> lines.add("model " + model.model() + ": no longer known"));
        return lines;
    }

    private static String versions(ModelStatistics then, ModelStatistics now) {
        return then.model().equals(now.model()) ? now.model().toString() : then.model() + " -> " + now.model();
    }

    private static String change(Row row) {
        return Double.isInfinite(row.change()) ? "-" : String.format(Locale.ROOT, "%+.4f", row.now() - row.then());
    }

    private List<ModelStatistics> gone() {
        return before.models().stream()
                .filter(model -> after.statistics(model.model().id()).isEmpty())
                .toList();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("before", before.version().toString());
        json.put("after", after.version().toString());
        List<Map<String, Object>> models = new ArrayList<>();
        for (ModelStatistics now : after.models()) {
            Optional<ModelStatistics> then = before.statistics(now.model().id());
            Map<String, Object> model = new LinkedHashMap<>();
            model.put("model", now.model().id());
            model.put(
                    "versionBefore", then.map(known -> known.model().version()).orElse(null));
            model.put("versionAfter", now.model().version());
            model.put(
                    "classes",
                    then.map(known -> rows(known, now)).orElse(List.of()).stream()
                            .map(SnapshotDiff::json)
                            .toList());
            models.add(model);
        }
        json.put("models", models);
        json.put("gone", gone().stream().map(model -> model.model().toString()).toList());
        return json;
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class", row.name());
        json.put("thresholdBefore", known(row.then()) ? row.then() : null);
        json.put("thresholdAfter", known(row.now()) ? row.now() : null);
        json.put("samplesBefore", row.samplesThen());
        json.put("samplesAfter", row.samplesNow());
        return json;
    }

    private List<Row> rows(ModelStatistics then, ModelStatistics now) {
        boolean named = after.classListHash().equals(classes.hash());
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < after.classes(); k++) {
            double old = then.thresholds()[k];
            double fresh = now.thresholds()[k];
            double change = known(old) == known(fresh) ? Math.abs(fresh - old) : Double.POSITIVE_INFINITY;
            rows.add(new Row(
                    named ? classes.name(k) : Integer.toString(k),
                    old,
                    fresh,
                    change,
                    then.counts()[k],
                    now.counts()[k]));
        }
        rows.sort(Comparator.comparingDouble(Row::change).reversed());
        return rows;
    }

    private static boolean known(double threshold) {
        return threshold < SnapshotLearner.NEVER_CONFIDENT;
    }
}
