package dev.sluice.cli;

import dev.sluice.replay.WhatIfReport;
import dev.sluice.replay.WhatIfReport.Example;
import dev.sluice.replay.WhatIfReport.Outcomes;
import dev.sluice.replay.WhatIfReport.Turn;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The answer of what-if as a person and as a machine read it. */
final class WhatIfText {

    /** Most classes, and ways to change sides, that are listed for people. */
    private static final int LISTED = 20;

    private final WhatIfReport report;
    private final ClassList classes;
    private final String other;

    /** @param other what the second of two columns is headed by */
    WhatIfText(WhatIfReport report, ClassList classes, String other) {
        this.report = report;
        this.classes = classes;
        this.other = other;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(number(report.rows()) + " rows judged again: " + number(report.fromRecords())
                + " from their recorded decisions, " + number(report.fromEvidence()) + " from their logits");
        Outcomes before = report.before();
        Outcomes after = report.after();
        lines.addAll(new TextTable("", "recorded", other)
                .row("clean", number(before.totalClean()), number(after.totalClean()))
                .row("quarantine", number(before.totalQuarantine()), number(after.totalQuarantine()))
                .row("quarantine rate", percent(before.rate()), percent(after.rate()))
                .row("effective sample size of clean", size(before), size(after))
                .lines());
        if (report.differing() == 0) {
            lines.add("no row differs, to the last bit");
            return lines;
        }
        lines.add(number(report.flips()) + " rows change sides, " + number(report.differing() - report.flips())
                + " more differ in weight, reasons or suggestion");
        addClasses(lines);
        addTurns(lines);
        addExamples(lines);
        return lines;
    }

    private void addClasses(List<String> lines) {
        TextTable table = new TextTable(
                "given label", "to quarantine", "to clean", "quarantine rate", other, "share of clean", other);
        List<Integer> order = byChange();
        order.stream()
                .limit(LISTED)
                .forEach(k -> table.row(
                        classes.name(k),
                        number(report.toQuarantine()[k]),
                        number(report.toClean()[k]),
                        percent(report.before().rate(k)),
                        percent(report.after().rate(k)),
                        percent(report.before().balance(k)),
                        percent(report.after().balance(k))));
        lines.addAll(table.lines());
        if (order.size() > LISTED) {
            lines.add("... and " + (order.size() - LISTED) + " more classes, all of them with --json");
        }
    }

    private List<Integer> byChange() {
        Comparator<Integer> flips = Comparator.comparingLong(k -> report.toQuarantine()[k] + report.toClean()[k]);
        return IntStream.range(0, classes.size())
                .boxed()
                .sorted(flips.reversed())
                .toList();
    }

    private void addTurns(List<String> lines) {
        if (report.reasons().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("rows", "", "recorded reasons", other);
        turns().stream()
                .limit(LISTED)
                .forEach(turn -> table.row(
                        number(turn.getValue()),
                        turn.getKey().toQuarantine() ? "to quarantine" : "to clean",
                        reasons(turn.getKey().before()),
                        reasons(turn.getKey().after())));
        lines.addAll(table.lines());
    }

    private List<Map.Entry<Turn, Long>> turns() {
        Comparator<Map.Entry<Turn, Long>> most =
                Map.Entry.<Turn, Long>comparingByValue().reversed();
        return report.reasons().entrySet().stream()
                .sorted(most.thenComparing(turn -> turn.getKey().toString()))
                .toList();
    }

    private void addExamples(List<String> lines) {
        if (report.examples().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("changes most", "given label", "p_wrong", "", "weight", other);
        for (Example example : report.examples()) {
            table.row(
                    example.presentation() == 0
                            ? example.sampleId()
                            : example.sampleId() + " (presentation " + example.presentation() + ")",
                    classes.name(example.given()),
                    String.format(Locale.ROOT, "%.4f", example.pWrong()),
                    turn(example),
                    String.format(Locale.ROOT, "%.3f", example.weightBefore()),
                    String.format(Locale.ROOT, "%.3f", example.weightAfter()));
        }
        lines.addAll(table.lines());
    }

    private static String turn(Example example) {
        if (!example.flips()) {
            return example.cleanAfter() ? "stays clean" : "stays in quarantine";
        }
        return example.cleanAfter() ? "to clean" : "to quarantine";
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", report.rows());
        json.put("fromRecords", report.fromRecords());
        json.put("fromEvidence", report.fromEvidence());
        Map<String, Object> why = new LinkedHashMap<>();
        report.needs().forEach((need, rows) -> why.put(WhatIfPlan.why(need), rows));
        json.put("evidenceBecause", why);
        json.put("differing", report.differing());
        json.put("changeSides", report.flips());
        json.put("recorded", json(report.before()));
        json.put("whatIf", json(report.after()));
        json.put(
                "classes",
                IntStream.range(0, classes.size()).mapToObj(this::json).toList());
        json.put(
                "reasons",
                turns().stream()
                        .map(turn -> {
                            Map<String, Object> row = new LinkedHashMap<>();
                            row.put("to", turn.getKey().toQuarantine() ? "quarantine" : "clean");
                            row.put("recorded", turn.getKey().before());
                            row.put("whatIf", turn.getKey().after());
                            row.put("rows", turn.getValue());
                            return row;
                        })
                        .toList());
        json.put("examples", report.examples());
        return json;
    }

    private static Map<String, Object> json(Outcomes outcomes) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("clean", outcomes.totalClean());
        json.put("quarantine", outcomes.totalQuarantine());
        json.put("quarantineRate", outcomes.rate());
        json.put("effectiveSize", outcomes.effectiveSize());
        return json;
    }

    private Map<String, Object> json(int k) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("class", classes.name(k));
        json.put("toQuarantine", report.toQuarantine()[k]);
        json.put("toClean", report.toClean()[k]);
        json.put("quarantineRate", report.before().rate(k));
        json.put("quarantineRateWhatIf", report.after().rate(k));
        json.put("shareOfClean", report.before().balance(k));
        json.put("shareOfCleanWhatIf", report.after().balance(k));
        return json;
    }

    private static String reasons(String joined) {
        return joined.isEmpty() ? "-" : joined;
    }

    private static String size(Outcomes outcomes) {
        return String.format(Locale.ROOT, "%,.1f", outcomes.effectiveSize());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
