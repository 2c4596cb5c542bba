package dev.sluice.cli;

import dev.sluice.avro.Policy;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.PolicyChange;
import dev.sluice.spec.PolicyDraft;
import dev.sluice.spec.PolicySpec;
import dev.sluice.spec.SpecException;
import dev.sluice.stream.ControlTopics;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds what {@code FILE|vN} names: a version of the policies topic, or a policy file, which is laid over the policy in
 * force key by key. Reads the topic once, when it is made.
 */
final class PolicyChoice {

    private static final String VERSION = "[vV][0-9]{1,9}";

    private final PipelineSpec pipeline;
    private final SortedMap<Integer, Policy> versions;

    PolicyChoice(PipelineSpec pipeline, Connection connection) {
        this(pipeline, new ControlTopics(connection, pipeline).policies());
    }

    PolicyChoice(PipelineSpec pipeline, SortedMap<Integer, Policy> versions) {
        this.pipeline = pipeline;
        this.versions = new TreeMap<>(versions);
    }

    /**
     * What was named.
     *
     * @param name {@code v3}, or the name of the file
     * @param version that it has in the topic, or that it would get there next
     * @param draft itself, good or bad
     */
    record Chosen(String name, int version, PolicyDraft draft) {

        /** @throws dev.sluice.spec.SpecException when it is a bad one, with every problem */
        PolicySpec spec() {
            return draft.policy();
        }

        /** As the judge takes it. */
        dev.sluice.judge.Policy policy(PipelineSpec pipeline) {
            return spec().toPolicy(version, pipeline.classes());
        }
    }

    /** Every version of the topic. */
    SortedMap<Integer, Policy> versions() {
        return versions;
    }

    /** The policies that may have judged a row of this file's classes, by version, as the judge takes them. */
    SortedMap<Integer, dev.sluice.judge.Policy> judged() {
        SortedMap<Integer, dev.sluice.judge.Policy> judged = new TreeMap<>();
        versions.keySet().forEach(version -> {
            try {
                judged.put(version, version(version).policy(pipeline));
            } catch (SpecException | IllegalArgumentException ofOtherClasses) {
                // It judged nothing that this file could ask about.
            }
        });
        return judged;
    }

    /** The newest version of the topic. */
    Chosen inForce() {
        if (versions.isEmpty()) {
            throw new CommandFailure("topic " + pipeline.policiesTopic()
                    + " holds no policy yet: the first `sluice run` seeds it from the file");
        }
        return version(versions.lastKey());
    }

    /** The policy of the pipeline's own file. */
    Chosen ofFile() {
        return new Chosen(
                "the file",
                next(),
                PolicyDraft.whole("the file", pipeline.policy().yaml(), pipeline));
    }

    /** What {@code FILE|vN} names. */
    Chosen find(String name) {
        return find(name, false, Map.of());
    }

    /**
     * What {@code FILE|vN} names, with values on top.
     *
     * @param name null for the policy in force
     * @param replace whether a file is the whole policy, and not a change of the one in force
     * @param sets by the path of their key, such as {@code policy.mode}
     */
    Chosen find(String name, boolean replace, Map<String, String> sets) {
        boolean file = name != null && !name.matches(VERSION);
        Chosen base = name == null || file ? inForce() : version(number(name));
        if (file) {
            PolicyChange change = PolicyChange.load(Path.of(name)).with(sets);
            return new Chosen(name, next(), replace ? change.whole(pipeline) : change.over(base.spec(), pipeline));
        }
        return sets.isEmpty()
                ? base
                : new Chosen(
                        base.name() + " with --set",
                        next(),
                        PolicyChange.none().with(sets).over(base.spec(), pipeline));
    }

    /** The record of {@code vN}, null for the one in force. */
    Policy record(String name) {
        if (name != null && !name.matches(VERSION)) {
            throw new Misuse("'" + name + "' is no version of a policy: v1, for example");
        }
        return versions.get((name == null ? inForce() : version(number(name))).version());
    }

    private Chosen version(int number) {
        Policy policy = versions.get(number);
        if (policy == null) {
            throw new Misuse("v" + number + ": no such policy in topic " + pipeline.policiesTopic() + ", it holds "
                    + (versions.isEmpty()
                            ? "none"
                            : versions.keySet().stream()
                                    .map(known -> "v" + known)
                                    .collect(Collectors.joining(", "))));
        }
        return new Chosen("v" + number, number, PolicyDraft.whole("policy v" + number, policy.getYaml(), pipeline));
    }

    private int next() {
        return versions.isEmpty() ? 1 : versions.lastKey() + 1;
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(1));
    }
}
