package dev.sluice.cli;

import dev.sluice.audit.AuditResult;
import dev.sluice.audit.LabelHealth;
import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.LabelScore;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An audit for people: how healthy the labels are, which classes overlap, and the worst rows. */
final class AuditText {

    /** Most classes, and most pairs of classes, that are listed. */
    private static final int LISTED = 20;

    private static final int OVERLAPS = 10;

    private AuditText() {}

    /**
     * The lines.
     *
     * @param worst how many of the flagged rows are listed
     */
    static List<String> lines(AuditInput input, AuditResult result, int worst) {
        LabelHealth health = LabelHealth.of(result.calibrated());
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%,d samples of %,d classes, probabilities of %s",
                health.samples(), input.classes().size(), input.model()));
        lines.add(text(
                "label health %s: about %,d labels are wrong, %,d of them stand out one by one",
                percent(health.overall()), health.samples() - health.right(), result.estimatedIssues()));
        String flagged = text(
                "%s flags %,d samples (%s)",
                result.method(), result.issues().length, percent((double) result.issues().length / health.samples()));
        lines.add(
                result.expectedWrong().isEmpty()
                        ? flagged
                        : flagged
                                + text(
                                        "; it expects %,.0f wrong labels in all",
                                        result.expectedWrong().getAsDouble()));
        classes(lines, input.classes(), result, health);
        overlaps(lines, input.classes(), result, health);
        worst(lines, input, result, worst);
        return lines;
    }

    private static void classes(List<String> lines, ClassList classes, AuditResult result, LabelHealth health) {
        lines.add("");
        lines.add("Classes, the worst first; wrong: of those labelled so, missed: labelled otherwise (estimates)");
        TextTable table = new TextTable("class", "labelled", "right", "wrong", "missed", "threshold");
        for (LabelHealth.OfClass one : health.worstFirst().subList(0, Math.min(LISTED, classes.size()))) {
            table.row(
                    classes.name(one.index()),
                    number(one.labelled()),
                    percent(one.quality()),
                    number(one.wrong()),
                    number(one.missed()),
                    text("%.4f", result.learnt().thresholds()[one.index()]));
        }
        lines.addAll(table.lines());
        if (classes.size() > LISTED) {
            lines.add("... and " + (classes.size() - LISTED) + " more classes, all of them with --json");
        }
    }

    private static void overlaps(List<String> lines, ClassList classes, AuditResult result, LabelHealth health) {
        List<LabelHealth.Overlap> overlaps = LabelHealth.overlaps(result.calibrated(), OVERLAPS);
        if (overlaps.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("Classes that are taken for each other");
        TextTable table = new TextTable("one", "other", "samples", "of all");
        for (LabelHealth.Overlap pair : overlaps) {
            table.row(
                    classes.name(pair.one()),
                    classes.name(pair.other()),
                    number(pair.samples()),
                    percent((double) pair.samples() / health.samples()));
        }
        lines.addAll(table.lines());
    }

    private static void worst(List<String> lines, AuditInput input, AuditResult result, int worst) {
        int listed = Math.min(worst, result.issues().length);
        if (listed == 0) {
            return;
        }
        lines.add("");
        lines.add("Worst rows");
        int classes = input.classes().size();
        ProbabilityBlock block = new ProbabilityBlock(classes, 1);
        TextTable table = input.named()
                ? new TextTable("row", "id", "given", "p", "looks like", "p there", "margin")
                : new TextTable("row", "given", "p", "looks like", "p there", "margin");
        for (int i = 0; i < listed; i++) {
            int row = result.issues()[i];
            input.rows().read(row, block);
            double[] probabilities = block.probabilities();
            int given = block.labels()[0];
            int other = other(probabilities, given);
            List<Object> cells = new ArrayList<>();
            cells.add(input.rows().fileRow(row));
            if (input.named()) {
                cells.add(input.rows().id(row));
            }
            cells.add(input.classes().name(given));
            cells.add(text("%.4f", probabilities[given]));
            cells.add(input.classes().name(other));
            cells.add(text("%.4f", probabilities[other]));
            cells.add(text("%.4f", LabelScore.NORMALIZED_MARGIN.of(probabilities, 0, classes, given)));
            table.row(cells.toArray());
        }
        lines.addAll(table.lines());
    }

    private static int other(double[] probabilities, int given) {
        int other = given == 0 ? 1 : 0;
        for (int k = 0; k < probabilities.length; k++) {
            if (k != given && probabilities[k] > probabilities[other]) {
                other = k;
            }
        }
        return other;
    }

    private static String number(long value) {
        return text("%,d", value);
    }

    private static String percent(double share) {
        return text("%.1f%%", 100 * share);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
