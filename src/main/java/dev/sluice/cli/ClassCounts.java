package dev.sluice.cli;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Route;
import dev.sluice.replay.OutcomeListener;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decisions by given label, with the names of the classes. Those of another class list are left out. */
final class ClassCounts implements OutcomeListener {

    /** Most classes that are listed for people. */
    private static final int LISTED = 20;

    /**
     * What became of the samples with one given label.
     *
     * @param name of the class
     * @param clean of them
     * @param quarantine of them
     */
    record Row(String name, long clean, long quarantine) {}

    private final ClassList classes;
    private final long[] clean;
    private final long[] quarantine;
    private boolean any;

    ClassCounts(ClassList classes) {
        this.classes = classes;
        this.clean = new long[classes.size()];
        this.quarantine = new long[classes.size()];
    }

    @Override
    public void decision(Decision decision) {
        int given = decision.getGivenLabel();
        if (decision.getClassListHash().equals(classes.hash()) && given >= 0 && given < clean.length) {
            (decision.getRoute() == Route.CLEAN ? clean : quarantine)[given]++;
            any = true;
        }
    }

    /** All classes, by index. */
    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < clean.length; k++) {
            rows.add(new Row(classes.name(k), clean[k], quarantine[k]));
        }
        return rows;
    }

    /** For people: nothing before the first decision. */
    List<String> lines() {
        if (!any) {
            return List.of();
        }
        TextTable table = new TextTable("given label", "clean", "quarantine", "");
        rows().stream()
                .limit(LISTED)
                .forEach(row -> table.row(
                        row.name(),
                        String.format(Locale.ROOT, "%,d", row.clean()),
                        String.format(Locale.ROOT, "%,d", row.quarantine()),
                        row.clean() + row.quarantine() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "%5.1f %%",
                                        100.0 * row.quarantine() / (row.clean() + row.quarantine()))));
        List<String> lines = new ArrayList<>(table.lines());
        if (clean.length > LISTED) {
            lines.add("... and " + (clean.length - LISTED) + " more classes, all of them with --json");
        }
        return lines;
    }
}
