package dev.sluice.cli;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SparseCounts;
import dev.sluice.spec.ClassList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/** A snapshot as a person and as a machine read it. */
final class SnapshotText {

    /** Most classes, and most cells of the confident joint, that are listed for people. */
    static final int LISTED = 20;

    private final Snapshot snapshot;
    private final ClassList classes;

    /** @param classes of the pipeline; their names are used where the snapshot was learnt for the same list */
    SnapshotText(Snapshot snapshot, ClassList classes) {
        this.snapshot = snapshot;
        this.classes = classes;
    }

    /** Off the diagonal: samples with one label that are confidently of another class. */
    private record Cell(int given, int other, long count) {}

    List<String> lines(long time) {
        List<String> lines = new ArrayList<>();
        lines.add("snapshot " + snapshot.version() + ", published " + time(time) + ", hash " + snapshot.hash());
        if (!snapshot.classListHash().equals(classes.hash())) {
            lines.add("learnt for another class list than the file's (" + snapshot.classes()
                    + " classes): classes are shown by number");
        }
        TextTable coverage = new TextTable("partition", "arrived", "judged");
        for (Coverage part : snapshot.coverage()) {
            coverage.row(part.partition(), number(part.arrived()), number(part.judged()));
        }
        lines.addAll(coverage.lines());
        snapshot.models().forEach(model -> addTo(lines, model));
        return lines;
    }

    private void addTo(List<String> lines, ModelStatistics model) {
        lines.add("");
        lines.add("model " + model.model() + ", " + number(model.samples()) + " samples"
                + (model.posterior().isPresent() ? "" : ", no posterior"));
        TextTable table = new TextTable("class", "samples", "threshold", "prior");
        for (int k = 0; k < Math.min(LISTED, snapshot.classes()); k++) {
            table.row(
                    name(k),
                    number(model.counts()[k]),
                    threshold(model.thresholds()[k]),
                    share(model.noise().prior()[k]));
        }
        lines.addAll(table.lines());
        if (snapshot.classes() > LISTED) {
            lines.add("... and " + (snapshot.classes() - LISTED) + " more classes, all of them with --json");
        }
        lines.addAll(SnapshotWeights.lines(model, snapshot.rescaler()));
        List<Cell> cells = largest(model.confidentJoint(), LISTED);
        if (cells.isEmpty()) {
            lines.add("no label is confidently of another class");
            return;
        }
        TextTable joint = new TextTable("given label", "confidently", "samples");
        cells.forEach(cell -> joint.row(name(cell.given()), name(cell.other()), number(cell.count())));
        lines.addAll(joint.lines());
    }

    Map<String, Object> json(long time) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", snapshot.version().toString());
        json.put("time", time(time));
        json.put("hash", snapshot.hash());
        json.put("classListHash", snapshot.classListHash());
        json.put("classes", snapshot.classes());
        json.put("coverage", snapshot.coverage());
        json.put("models", snapshot.models().stream().map(this::json).toList());
        return json;
    }

    private Map<String, Object> json(ModelStatistics model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.model().id());
        json.put("version", model.model().version());
        json.put("samples", model.samples());
        json.put("posterior", model.posterior().isPresent());
        json.put("weights", SnapshotWeights.json(model, snapshot.rescaler()));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int k = 0; k < snapshot.classes(); k++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("class", name(k));
            row.put("samples", model.counts()[k]);
            double threshold = model.thresholds()[k];
            row.put("threshold", threshold >= SnapshotLearner.NEVER_CONFIDENT ? null : threshold);
            row.put("prior", model.noise().prior()[k]);
            rows.add(row);
        }
        json.put("classes", rows);
        json.put(
                "largestCells",
                largest(model.confidentJoint(), 5 * LISTED).stream()
                        .map(cell -> Map.of(
                                "given", name(cell.given()), "other", name(cell.other()), "samples", cell.count()))
                        .toList());
        return json;
    }

    private static List<Cell> largest(SparseCounts joint, int most) {
        Comparator<Cell> order = Comparator.comparingLong(Cell::count)
                .thenComparing(Comparator.comparingInt(Cell::given).reversed())
                .thenComparing(Comparator.comparingInt(Cell::other).reversed());
        PriorityQueue<Cell> best = new PriorityQueue<>(order);
        for (int given = 0; given < joint.classes(); given++) {
            for (int at = joint.rowStarts()[given]; at < joint.rowStarts()[given + 1]; at++) {
                if (joint.columns()[at] != given) {
                    best.add(new Cell(given, joint.columns()[at], joint.counts()[at]));
                    if (best.size() > most) {
                        best.poll();
                    }
                }
            }
        }
        return best.stream().sorted(order.reversed()).toList();
    }

    private String name(int k) {
        return snapshot.classListHash().equals(classes.hash()) ? classes.name(k) : Integer.toString(k);
    }

    /** A moment, to the millisecond. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A threshold; a class without samples has none. */
    static String threshold(double value) {
        return value >= SnapshotLearner.NEVER_CONFIDENT ? "-" : share(value);
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
