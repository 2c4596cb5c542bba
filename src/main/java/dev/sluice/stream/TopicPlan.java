package dev.sluice.stream;

import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which topics a pipeline needs, and how they must be set: a pure function of its file.
 *
 * <p>Inputs and outputs keep records by event time ({@code CreateTime}), and brokers delete by that time. A replay of last
 * month writes rows of last month, so a short retention would delete them on arrival. Therefore everything keyed by
 * sample is kept for {@link #RETENTION}, a year; shorten it on the topic where the disk asks for it. The learnt state and
 * the policies are compacted, and each of their versions is a key of its own, so their history stays.
 *
 * <p>Outputs take records larger than the broker's default: a letter is its raw record with headers around it, and may be
 * larger than what came in. A record that a topic refuses would stop the partition for good. Control topics need no more
 * than the default: tallies are one row each, and large snapshots come in chunks.
 *
 * <p>The replication factor is left to the broker's default.
 */
public final class TopicPlan {

    /** How long rows of samples are kept, by event time: 365 days, in ms. */
    public static final long RETENTION = 365L * 24 * 60 * 60 * 1000;

    /** What brokers take by default ({@code max.message.bytes}): 1 MiB and the overhead of a batch. */
    static final int DEFAULT_MESSAGE_BYTES = 1_048_588;

    /** Compaction never touches the newest segment: small ones keep the tallies small, in bytes. */
    private static final long TALLY_SEGMENT = 64L * 1024 * 1024;

    /** What a topic is for. */
    public enum Role {
        /** Read by the filter; the two inputs must have as many partitions. */
        INPUT,
        /** Written by the filter, one row for each verdict or leftover. */
        OUTPUT,
        /** State and choices, totally ordered, so one partition. */
        CONTROL
    }

    /**
     * One topic.
     *
     * @param key what its records are keyed by, in words
     * @param partitions at least 1
     * @param config settings that it is created with
     */
    public record Topic(String name, Role role, String key, int partitions, SortedMap<String, String> config) {

        /** {@code delete} or {@code compact}. */
        public String cleanup() {
            return config.get("cleanup.policy");
        }

        /** How long records are kept in ms; empty for ever. */
        public OptionalLong retention() {
            String millis = config.get("retention.ms");
            return millis == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(millis));
        }
    }

    private TopicPlan() {}

    /** The topics of a pipeline: inputs, then outputs, then control topics. */
    public static List<Topic> of(PipelineSpec spec) {
        int partitions = spec.topics().partitions();
        List<Topic> topics = new ArrayList<>();
        topics.add(rows(spec.topics().samples(), Role.INPUT, "sample id", partitions));
        topics.add(rows(spec.topics().logits(), Role.INPUT, "sample id", partitions));
        topics.add(rows(spec.cleanTopic(), Role.OUTPUT, "sample id", partitions));
        topics.add(rows(spec.quarantineTopic(), Role.OUTPUT, "sample id", partitions));
        if (spec.topics().decisions()) {
            topics.add(rows(spec.decisionsTopic(), Role.OUTPUT, "sample id", partitions));
        }
        topics.add(rows(spec.leftoversTopic(), Role.OUTPUT, "sample id", partitions));
        topics.add(rows(spec.deadLettersTopic(), Role.OUTPUT, "as it came", partitions));
        topics.add(control(
                spec.talliesTopic(),
                "generation, partition, pane, model version, class",
                Map.of("segment.bytes", Long.toString(TALLY_SEGMENT))));
        topics.add(control(spec.snapshotsTopic(), "version", Map.of()));
        topics.add(control(spec.policiesTopic(), "version", Map.of()));
        return List.copyOf(topics);
    }

    private static Topic rows(String name, Role role, String key, int partitions) {
        return topic(name, role, key, partitions, Map.of("cleanup.policy", "delete", "retention.ms", "" + RETENTION));
    }

    private static Topic control(String name, String key, Map<String, String> more) {
        Map<String, String> config = new LinkedHashMap<>(more);
        config.put("cleanup.policy", "compact");
        return topic(name, Role.CONTROL, key, 1, config);
    }

    private static Topic topic(String name, Role role, String key, int partitions, Map<String, String> settings) {
        TreeMap<String, String> config = new TreeMap<>(settings);
        config.put("message.timestamp.type", "CreateTime");
        if (role == Role.OUTPUT) {
            config.put("max.message.bytes", Integer.toString(StreamsSettings.MAX_REQUEST_BYTES));
        }
        return new Topic(name, role, key, partitions, Collections.unmodifiableSortedMap(config));
    }
}
