package dev.sluice.cli;

import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Policies and answers for machines. */
final class PolicyJson {

    private PolicyJson() {}

    static Map<String, Object> of(Policy policy) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", policy.getVersion());
        json.put("hash", policy.getHash());
        json.put("who", policy.getWho());
        json.put("why", policy.getWhy());
        json.put("time", Instant.ofEpochMilli(policy.getTime()).toString());
        json.put("request", policy.getRequest());
        json.put("yaml", policy.getYaml());
        return json;
    }

    static Map<String, Object> of(PolicyAnswer answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("request", answer.getRequest());
        json.put("inForce", answer.getInForce());
        json.put("basedOn", answer.getBasedOn());
        json.put("who", answer.getWho());
        json.put("why", answer.getWhy());
        json.put("time", Instant.ofEpochMilli(answer.getTime()).toString());
        json.put("problems", List.copyOf(answer.getProblems()));
        json.put("yaml", answer.getYaml());
        return json;
    }

    static List<Map<String, String>> of(List<PolicyDiff.Change> changes) {
        return changes.stream()
                .map(change -> {
                    Map<String, String> json = new LinkedHashMap<>();
                    json.put("key", change.key());
                    json.put("from", change.before());
                    json.put("to", change.after());
                    return json;
                })
                .toList();
    }
}
