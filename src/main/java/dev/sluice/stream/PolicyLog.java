package dev.sluice.stream;

import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the topic of policies holds.
 *
 * @param policies every version
 * @param answers to requests that made no new version, in their order
 */
public record PolicyLog(SortedMap<Integer, Policy> policies, List<PolicyAnswer> answers) {

    public PolicyLog {
        policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
        answers = List.copyOf(answers);
    }

    /** The policy in force, if there is any. */
    public Optional<Policy> newest() {
        return policies.isEmpty() ? Optional.empty() : Optional.of(policies.get(policies.lastKey()));
    }

    /** The version that a request made. */
    public Optional<Policy> made(String request) {
        return policies.values().stream()
                .filter(policy -> request.equals(policy.getRequest()))
                .findFirst();
    }

    /** Why a request made none. */
    public Optional<PolicyAnswer> answer(String request) {
        return answers.stream()
                .filter(answer -> answer.getRequest().equals(request))
                .findFirst();
    }

    /** Ids of the requests that were answered. */
    Set<String> answered() {
        Set<String> ids = new HashSet<>();
        answers.forEach(answer -> ids.add(answer.getRequest()));
        policies.values().stream()
                .filter(policy -> policy.getRequest() != null)
                .forEach(policy -> ids.add(policy.getRequest()));
        return ids;
    }
}
