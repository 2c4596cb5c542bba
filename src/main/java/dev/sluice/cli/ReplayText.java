package dev.sluice.cli;

import dev.sluice.replay.DecisionDigest;
import dev.sluice.replay.Replay;
import dev.sluice.replay.ReplayOrder;
import dev.sluice.replay.ReplayPlan;
import dev.sluice.replay.ReplayReport;
import dev.sluice.spec.ClassList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a replay came to, as a person and as a machine read it. */
final class ReplayText {

    private final ReplayOrder order;
    private final Replay replay;
    private final ReplayReport report;
    private final WhatIfText diff;

    ReplayText(ReplayOrder order, Replay replay, ReplayReport report, ClassList classes) {
        this.order = order;
        this.replay = replay;
        this.report = report;
        this.diff = new WhatIfText(report.diff(), classes, "replayed");
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("policy " + order.policyName() + ", thresholds " + order.thresholds()
                + (report.snapshot().isEmpty() ? "" : ", snapshot " + report.snapshot()));
        lines.add(String.format(
                Locale.ROOT,
                "%,d rows written to %s and %s%s",
                report.written(),
                report.topics().clean(),
                report.topics().quarantine(),
                report.before() == 0
                        ? ""
                        : String.format(Locale.ROOT, "; %,d were there from an earlier run", report.before())));
        lines.addAll(diff.lines());
        if (replay.released() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "note: %,d rows are releases from quarantine and were not judged again",
                    replay.released()));
        }
        lines.add("digest recorded " + report.recorded().total().hex());
        lines.add("digest replayed " + report.replayed().total().hex() + (report.same() ? ", the same" : ""));
        if (order.policy() == null && !report.same()) {
            lines.add(
                    "the recorded decisions did not come out again: were topics of the pipeline written to by others?");
        }
        return lines;
    }

    Map<String, Object> json() {
        ReplayPlan plan = replay.plan();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("policy", order.policyName());
        json.put("policyVersion", plan.policyVersion());
        json.put("policyHash", plan.policyHash());
        json.put("thresholds", order.thresholds().toString());
        json.put("snapshot", report.snapshot());
        json.put("range", plan.asked());
        json.put("topics", List.of(report.topics().clean(), report.topics().quarantine()));
        Map<String, Object> slices = new LinkedHashMap<>();
        plan.slices()
                .forEach((partition, slice) ->
                        slices.put(partition.toString(), Map.of("from", slice.from(), "to", slice.to())));
        json.put("offsets", slices);
        json.put("written", report.written());
        json.put("writtenBefore", report.before());
        json.put("released", replay.released());
        json.put("digestFields", DecisionDigest.FIELDS);
        json.put("digestRecorded", report.recorded().total().hex());
        json.put("digest", report.replayed().total().hex());
        json.put("same", report.same());
        json.put("diff", diff.json());
        return json;
    }
}
