package dev.sluice.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.stream.BoundedReader.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * All that makes a replay this replay and no other. Written into its own topic before the first row, so that a run that was
 * killed goes on with the ends of its own start, and nobody mixes two replays in one topic.
 *
 * @param asked the range in the words of the person
 * @param range that this meant at the start
 * @param slices the parts of the topics that are read
 * @param thresholds by what is judged; a version of its own once it is chosen
 * @param policy what the policy is called
 * @param policyVersion that it has, or would get; 0 for that of each row
 * @param policyHash of its content, empty for that of each row
 * @param policyYaml its text, empty for that of each row
 * @param classListHash of the pipeline's file
 * @param learning how a rolling replay learns; empty for others
 * @param snapshot that judges everything, with its hash; empty where there is none
 */
public record ReplayPlan(
        String asked,
        Range range,
        SortedMap<TopicPartition, Slice> slices,
        String thresholds,
        String policy,
        int policyVersion,
        String policyHash,
        String policyYaml,
        String classListHash,
        String learning,
        String snapshot) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static SortedMap<TopicPartition, Slice> sorted(Map<TopicPartition, Slice> slices) {
        SortedMap<TopicPartition, Slice> sorted =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        sorted.putAll(slices);
        return sorted;
    }

    /** What another plan for the same topics asks for differently; none where it is the same replay. */
    List<String> differences(ReplayPlan other) {
        List<String> differences = new ArrayList<>();
        differ(differences, "range", asked, other.asked);
        differ(differences, "thresholds", thresholds, other.thresholds);
        differ(differences, "policy", policyText(), other.policyText());
        differ(differences, "class list", classListHash, other.classListHash);
        differ(differences, "learning", learning, other.learning);
        return differences;
    }

    private String policyText() {
        return policyHash.isEmpty() ? policy : policy + " (hash " + policyHash + ")";
    }

    private static void differ(List<String> differences, String what, String mine, String others) {
        if (!mine.equals(others)) {
            differences.add(what + " " + mine + ", not " + others);
        }
    }

    /** As it is kept. */
    String toJson() {
        ObjectNode node = JSON.createObjectNode()
                .put("asked", asked)
                .put("from", Range.text(range.from()))
                .put("to", Range.text(range.to()))
                .put("thresholds", thresholds)
                .put("policy", policy)
                .put("policyVersion", policyVersion)
                .put("policyHash", policyHash)
                .put("policyYaml", policyYaml)
                .put("classListHash", classListHash)
                .put("learning", learning)
                .put("snapshot", snapshot);
        slices.forEach((partition, slice) -> node.withArray("slices")
                .addObject()
                .put("topic", partition.topic())
                .put("partition", partition.partition())
                .put("from", slice.from())
                .put("to", slice.to()));
        return node.toString();
    }

    /** @throws ReplayException when it is none */
    static ReplayPlan parse(String topic, String json) {
        try {
            JsonNode node = JSON.readTree(json);
            SortedMap<TopicPartition, Slice> slices = sorted(Map.of());
            node.path("slices")
                    .forEach(slice -> slices.put(
                            new TopicPartition(
                                    slice.path("topic").asText(),
                                    slice.path("partition").asInt()),
                            new Slice(
                                    slice.path("from").asLong(),
                                    slice.path("to").asLong())));
            return new ReplayPlan(
                    text(node, "asked"),
                    Range.parse(null, text(node, "from"), text(node, "to"), Instant.EPOCH),
                    slices,
                    text(node, "thresholds"),
                    text(node, "policy"),
                    node.path("policyVersion").asInt(),
                    text(node, "policyHash"),
                    text(node, "policyYaml"),
                    text(node, "classListHash"),
                    text(node, "learning"),
                    text(node, "snapshot"));
        } catch (JsonProcessingException | IllegalArgumentException foreign) {
            throw new ReplayException(
                    topic + ": holds something that is no plan of a replay: choose another --into", foreign);
        }
    }

    private static String text(JsonNode node, String field) {
        if (!node.hasNonNull(field)) {
            throw new IllegalArgumentException("no " + field);
        }
        return node.get(field).asText();
    }
}
