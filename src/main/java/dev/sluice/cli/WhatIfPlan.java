package dev.sluice.cli;

import dev.sluice.judge.Policy;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Recollection;
import dev.sluice.judge.Recollection.Need;
import dev.sluice.replay.WhatIfReport;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.PolicySpec;
import dev.sluice.spec.SpecException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How a question of what-if will be answered: which policies are compared, and by which path. */
final class WhatIfPlan {

    private final PolicyChoice.Chosen inForce;
    private final PolicyChoice.Chosen other;
    private final PolicySpec wanted;
    private final SortedMap<Integer, PolicySpec> specs = new TreeMap<>();
    private final SortedMap<Integer, Policy> recorded = new TreeMap<>();
    private final Policy judged;

    WhatIfPlan(PipelineSpec pipeline, PolicyChoice choice, PolicyChoice.Chosen inForce, PolicyChoice.Chosen other) {
        this.inForce = inForce;
        this.other = other;
        this.wanted = other.spec();
        this.judged = other.policy(pipeline);
        choice.versions().keySet().forEach(version -> {
            PolicyChoice.Chosen past = choice.find("v" + version);
            try {
                recorded.put(version, past.policy(pipeline));
                specs.put(version, past.spec());
            } catch (SpecException | IllegalArgumentException ofOtherClasses) {
                // It judged nothing that this file could ask about.
            }
        });
    }

    /** The policies that may have judged a row, by version. */
    SortedMap<Integer, Policy> recorded() {
        return recorded;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        List<PolicyDiff.Change> changes = PolicyDiff.changes(inForce.spec().yaml(), wanted.yaml());
        lines.add(inForce.name() + " (in force) -> " + other.name() + (changes.isEmpty() ? ": no difference" : ":"));
        changes.forEach(change -> lines.add("  " + change));
        Map<String, List<Integer>> paths = new LinkedHashMap<>();
        recorded.forEach((version, policy) ->
                paths.computeIfAbsent(path(policy), first -> new ArrayList<>()).add(version));
        paths.forEach((path, versions) -> lines.add("rows judged by " + versions(versions) + ": " + path));
        lines.addAll(notes());
        return lines;
    }

    private static String versions(List<Integer> versions) {
        if (versions.size() > 3) {
            return versions.size() + " versions up to v" + versions.get(versions.size() - 1);
        }
        return versions.stream().map(version -> "v" + version).collect(Collectors.joining(", "));
    }

    private String path(Policy past) {
        Need need = Recollection.need(past, judged);
        if (need != Need.NOTHING) {
            return "by reading their logits again, since " + why(need);
        }
        return past.warmUp().samples() == judged.warmUp().samples()
                ? "from the recorded decisions, which hold all that is needed"
                : "from the recorded decisions; by reading their logits again where " + why(Need.WARM_UP);
    }

    /** Why records do not say enough. */
    static String why(Need need) {
        return switch (need) {
            case NOTHING -> "nothing is missing";
            case DETECTOR -> "another detector would have said something else";
            case THRESHOLDS -> "thresholds differ, and probabilities are not recorded";
            case WEIGHTS -> "weights by loss need the model's probabilities, which are not recorded";
            case WARM_UP -> "the end of the warm-up differs";
        };
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        boolean waits = specs.values().stream()
                .anyMatch(past -> past.warmUp().samples() != wanted.warmUp().samples()
                        || past.warmUp().route() != wanted.warmUp().route());
        if (waits) {
            notes.add("note: the warm-up differs, and with it how long rows would have waited; they are judged by the"
                    + " snapshots that judged them");
        }
        return notes;
    }

    /** What breakers would have to say, of which nobody can tell for a policy that has not judged yet. */
    List<String> breakers(WhatIfReport report, ClassList classes) {
        List<String> notes = new ArrayList<>();
        if (report.reasons().keySet().stream().anyMatch(turn -> turn.before().contains(Reason.BREAKER.name()))) {
            notes.add("note: rows of open breakers change sides: how many " + other.name()
                    + " suspected lately was never counted, so its breakers are closed here");
        }
        double rate = report.after().rate();
        if (rate > judged.guard().maxRate()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "note: %.1f%% in quarantine is above guard.maxRate %s: live, the breaker would open and suspects be"
                            + " protected",
                    100 * rate,
                    judged.guard().maxRate()));
        }
        List<String> above = IntStream.range(0, classes.size())
                .filter(k -> report.after().rate(k) > judged.guard().maxClassRate())
                .mapToObj(classes::name)
                .toList();
        if (!above.isEmpty()) {
            notes.add("note: above guard.maxClassRate " + judged.guard().maxClassRate() + ", live their breakers would"
                    + " open: " + String.join(", ", above.subList(0, Math.min(5, above.size())))
                    + (above.size() > 5 ? " and " + (above.size() - 5) + " more classes" : ""));
        }
        return notes;
    }

    Map<String, Object> json(String range, List<String> breakers, Map<String, Object> report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inForce", inForce.name());
        json.put("policy", other.name());
        json.put("differences", PolicyJson.of(PolicyDiff.changes(inForce.spec().yaml(), wanted.yaml())));
        json.put("range", range);
        json.put("notes", Stream.concat(notes().stream(), breakers.stream()).toList());
        json.putAll(report);
        return json;
    }
}
