package dev.sluice.cli;

import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import dev.sluice.stream.PolicyLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of setting a policy.
 *
 * @param kind how it ended
 * @param basedOn version that was in force when it was asked for
 * @param version in force now, or what the next would be
 * @param changes against the policy that it was made from
 * @param problems why it was refused
 * @param notices what in it will do nothing
 */
record PolicySetOutcome(
        Kind kind,
        int basedOn,
        int version,
        List<PolicyDiff.Change> changes,
        List<String> problems,
        List<String> notices) {

    enum Kind {
        DRY_RUN,
        IN_FORCE,
        NO_CHANGE,
        REFUSED
    }

    /** @throws dev.sluice.spec.SpecException when what is wanted is no good policy */
    static PolicySetOutcome wouldBe(PolicyChoice.Chosen inForce, PolicyChoice.Chosen next) {
        List<PolicyDiff.Change> changes =
                PolicyDiff.changes(inForce.spec().yaml(), next.spec().yaml());
        boolean same = inForce.spec().hash().equals(next.spec().hash());
        return new PolicySetOutcome(
                same ? Kind.NO_CHANGE : Kind.DRY_RUN,
                inForce.version(),
                inForce.version() + (same ? 0 : 1),
                changes,
                List.of(),
                next.spec().withoutEffect());
    }

    static PolicySetOutcome answered(PolicyLog log, String id, PolicyChoice.Chosen inForce, PolicyChoice.Chosen next) {
        Optional<Policy> made = log.made(id);
        if (made.isPresent()) {
            return new PolicySetOutcome(
                    Kind.IN_FORCE,
                    inForce.version(),
                    made.get().getVersion(),
                    PolicyDiff.changes(inForce.spec().yaml(), made.get().getYaml()),
                    List.of(),
                    next.spec().withoutEffect());
        }
        PolicyAnswer answer = log.answer(id).orElseThrow();
        return new PolicySetOutcome(
                answer.getProblems().isEmpty() ? Kind.NO_CHANGE : Kind.REFUSED,
                inForce.version(),
                answer.getInForce(),
                next.draft().good()
                        ? PolicyDiff.changes(inForce.spec().yaml(), next.spec().yaml())
                        : List.of(),
                answer.getProblems(),
                List.of());
    }

    boolean done() {
        return kind != Kind.REFUSED;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        notices.forEach(notice -> lines.add("note: " + notice));
        switch (kind) {
            case NO_CHANGE -> lines.add("no change: policy v" + version + " is in force and says the same");
            case REFUSED -> {
                lines.add("refused, policy v" + version + " stays in force: " + problems.size()
                        + (problems.size() == 1 ? " problem" : " problems"));
                problems.forEach(problem -> lines.add("  " + PlainWords.of(problem)));
            }
            case IN_FORCE -> {
                lines.add("policy v" + version + " in force");
                changes.forEach(change -> lines.add("  " + change));
            }
            case DRY_RUN -> {
                lines.add("v" + basedOn + " (in force) -> v" + version + ":");
                changes.forEach(change -> lines.add("  " + change));
                lines.add("nothing was done: --execute --why TEXT asks the learner for it");
            }
        }
        return lines;
    }

    Map<String, Object> json(String pipeline) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pipeline", pipeline);
        json.put("outcome", kind.name());
        json.put("executed", kind == Kind.IN_FORCE);
        json.put("basedOn", basedOn);
        json.put("version", version);
        json.put("differences", PolicyJson.of(changes));
        json.put("problems", problems);
        json.put("notices", notices);
        return json;
    }
}
