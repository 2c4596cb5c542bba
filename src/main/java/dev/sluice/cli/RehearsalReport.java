package dev.sluice.cli;

import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.replay.RehearsalSummary;
import dev.sluice.replay.Unpaired;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a rehearsal came to, for people and as JSON.
 *
 * @param samples rows decided
 * @param clean of them
 * @param quarantine of them
 * @param unpaired what of a file of JSON lines came to no decision; all 0 with arrays
 * @param reasons how many decisions name each reason
 * @param snapshots how many were frozen
 * @param snapshot version of the last, null without any
 * @param snapshotHash its content hash
 * @param classes their names, by index
 * @param counts samples per given label in it, null when it speaks of no model
 * @param thresholds in it
 * @param prior P(true class) in it
 * @param seconds for the pass
 * @param recordsPerSecond rows in a second
 */
record RehearsalReport(
        long samples,
        long clean,
        long quarantine,
        Unpaired unpaired,
        Map<Reason, Long> reasons,
        long snapshots,
        String snapshot,
        String snapshotHash,
        List<String> classes,
        long[] counts,
        double[] thresholds,
        double[] prior,
        double seconds,
        long recordsPerSecond) {

    /** Most classes that are listed for people. */
    private static final int LISTED = 20;

    static RehearsalReport of(RehearsalSummary summary, Unpaired unpaired, ClassList classes, double seconds) {
        Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            if (summary.reasoned(reason) > 0) {
                reasons.put(reason, summary.reasoned(reason));
            }
        }
        Snapshot last = summary.lastSnapshot().orElse(null);
        ModelStatistics learnt =
                last == null || last.models().isEmpty() ? null : last.models().get(0);
        return new RehearsalReport(
                summary.samples(),
                summary.routed(Route.CLEAN),
                summary.routed(Route.QUARANTINE),
                unpaired,
                reasons,
                summary.snapshots(),
                last == null ? null : last.version().toString(),
                last == null ? null : last.hash(),
                classes.names(),
                learnt == null ? null : learnt.counts(),
                learnt == null ? null : learnt.thresholds(),
                learnt == null ? null : learnt.noise().prior(),
                seconds,
                Math.round(summary.samples() / seconds));
    }

    /** The report for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d samples: %,d clean, %,d in quarantine (%.1f %%), %,d a second",
                samples,
                clean,
                quarantine,
                samples == 0 ? 0 : 100.0 * quarantine / samples,
                recordsPerSecond));
        if (unpaired.total() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,d lines unpaired: %,d samples without logits, %,d logits without a sample, %,d duplicate samples,"
                            + " %,d superseded logits",
                    unpaired.total(),
                    unpaired.samples(),
                    unpaired.logits(),
                    unpaired.duplicates(),
                    unpaired.superseded()));
        }
        reasons.forEach((reason, count) -> lines.add(String.format(Locale.ROOT, "  %-16s %,d", reason, count)));
        lines.add(String.format(Locale.ROOT, "%,d snapshots, the last is %s (%s)", snapshots, snapshot, snapshotHash));
        if (counts == null) {
            return lines;
        }
        TextTable table = new TextTable("class", "samples", "threshold", "prior");
        for (int k = 0; k < Math.min(LISTED, counts.length); k++) {
            table.row(
                    classes.get(k),
                    counts[k],
                    String.format(Locale.ROOT, "%.4f", thresholds[k]),
                    String.format(Locale.ROOT, "%.4f", prior[k]));
        }
        lines.addAll(table.lines());
        if (counts.length > LISTED) {
            lines.add("... and " + (counts.length - LISTED) + " more classes, all of them with --json");
        }
        return lines;
    }
}
