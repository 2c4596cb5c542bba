package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.Route;
import dev.sluice.noise.Probabilities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What another policy would have decided: by records and by evidence, beside a pipeline that does not notice. */
class WhatIfLiveIT {

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldSayWhatAnotherPolicyWouldHaveDecidedAndLeaveNoTrace() throws Exception {
        Live live = Asked.decided(STACK, "whatif", "policy.detector", "confident_learning", "topics.decisions", "true");
        List<Decision> recorded = decisions(live);
        long quarantined = recorded.stream()
                .filter(row -> row.getRoute() == Route.QUARANTINE)
                .count();
        assertThat(quarantined).isBetween(100L, 1_500L);
        World before = World.of(live);

        // Where the machine is slow, the warm-up ends by its time: such rows need no evidence under any detector.
        long cold = recorded.stream()
                .filter(row -> row.getReasons().contains("WARM_UP"))
                .count();
        findsNoDifferenceUnderTheRecordedPolicy(live, Asked.ROWS - cold);
        answersFromRecords(live, quarantined);
        answersFromEvidence(live, recorded, Asked.ROWS - cold);
        laysAFileOverThePolicyInForce(live);
        warnsWhereBreakersWouldOpen(live);
        refusesWhatCannotBeAnswered(live);

        assertThat(World.of(live)).isEqualTo(before);

        refusesWhereRetentionDeleted(live);
    }

    private static void findsNoDifferenceUnderTheRecordedPolicy(Live live, long judged) throws Exception {
        JsonNode records = Asked.json(live, "what-if", "--policy", "v1", "--from", "earliest", "--json");
        assertThat(records.get("rows").asInt()).isEqualTo(Asked.ROWS);
        assertThat(records.get("fromRecords").asInt()).isEqualTo(Asked.ROWS);
        assertThat(records.get("differing").asInt()).isZero();
        // An offset of nothing changes no threshold, but nobody can tell from records alone.
        JsonNode evidence = whatIf(live, "policy.classes.cat.thresholdOffset=0");
        assertThat(evidence.get("fromEvidence").asLong()).isEqualTo(judged);
        assertThat(evidence.get("differing").asInt()).isZero();
        assertThat(evidence.get("recorded")).isEqualTo(evidence.get("whatIf"));
        assertThat(Asked.run(live, "what-if", "--policy", "v1", "--from", "earliest")
                        .out())
                .contains(
                        "v1 (in force) -> v1: no difference",
                        "rows judged by v1: from the recorded decisions",
                        "3,000 rows judged again: 3,000 from their recorded decisions, 0 from their logits",
                        "no row differs, to the last bit");
    }

    private static void answersFromRecords(Live live, long quarantined) throws Exception {
        JsonNode shadow = whatIf(live, "policy.mode=shadow");
        assertThat(shadow.get("fromRecords").asInt()).isEqualTo(Asked.ROWS);
        assertThat(shadow.get("changeSides").asLong()).isEqualTo(quarantined);
        assertThat(shadow.get("whatIf").get("quarantine").asLong()).isZero();
        // Weights are all 1: the effective size is the number of clean rows.
        assertThat(shadow.get("whatIf").get("effectiveSize").asDouble()).isCloseTo(Asked.ROWS, within(1e-9));
        assertThat(shadow.get("recorded").get("effectiveSize").asDouble())
                .isCloseTo(Asked.ROWS - quarantined, within(1e-9));
        assertThat(shadow.get("reasons").get(0).get("recorded").asText()).isEqualTo("CONFIDENT_OTHER");
        assertThat(shadow.get("reasons").get(0).get("whatIf").asText()).isEqualTo("CONFIDENT_OTHER;SHADOW");
        assertThat(shadow.get("examples")).hasSize(10);
        assertThat(shadow.get("examples").get(0).has("sampleId")).isTrue();
    }

    /** Judged here again from what was loaded: the most probable class is not the label. */
    private static void answersFromEvidence(Live live, List<Decision> recorded, long judged) throws Exception {
        GeneratedRows rows = new GeneratedRows(Asked.ROWS, Asked.CLASSES, 3);
        long[] toQuarantine = new long[Asked.CLASSES];
        long[] toClean = new long[Asked.CLASSES];
        for (Decision row : recorded) {
            if (row.getReasons().contains("WARM_UP")) {
                continue;
            }
            int at = Integer.parseInt(row.getSampleId().substring("row-".length()));
            int given = row.getGivenLabel();
            boolean suspect = Probabilities.argmax(Probabilities.softmax(rows.logits(at))) != given;
            if (suspect && row.getRoute() == Route.CLEAN) {
                toQuarantine[given]++;
            } else if (!suspect && row.getRoute() == Route.QUARANTINE) {
                toClean[given]++;
            }
        }
        JsonNode answer = whatIf(live, "policy.detector=predicted_neq_given");
        assertThat(answer.get("fromEvidence").asLong()).isEqualTo(judged);
        long flips = 0;
        for (int k = 0; k < Asked.CLASSES; k++) {
            JsonNode row = answer.get("classes").get(k);
            assertThat(row.get("toQuarantine").asLong()).isEqualTo(toQuarantine[k]);
            assertThat(row.get("toClean").asLong()).isEqualTo(toClean[k]);
            flips += toQuarantine[k] + toClean[k];
        }
        assertThat(flips).isPositive().isEqualTo(answer.get("changeSides").asLong());
        assertThat(answer.get("evidenceBecause")
                        .get("another detector would have said something else")
                        .asLong())
                .isEqualTo(judged);
    }

    private static void laysAFileOverThePolicyInForce(Live live) throws Exception {
        Path file = Files.createTempFile("policy", ".yaml");
        Files.writeString(file, "classes: {owl: {threshold: 0.99}}\n");
        Asked asked = Asked.run(live, "what-if", "--policy", file.toString(), "--since", "1h");
        Files.delete(file);
        assertThat(asked.code()).as(asked.err()).isZero();
        assertThat(asked.out())
                .contains("classes.owl.threshold: (not set) -> 0.99")
                .contains("rows judged by v1: by reading their logits again, since thresholds differ")
                .contains("rows change sides", "owl", "changes most", "to clean");
    }

    private static void warnsWhereBreakersWouldOpen(Live live) throws Exception {
        assertThat(whatIf(live, "policy.mode=enforce").get("notes")).isEmpty();
        Asked asked = Asked.run(
                live,
                "what-if",
                "--set",
                "policy.guard.maxRate=0.01",
                "--set",
                "policy.guard.maxClassRate=0.02",
                "--from",
                "earliest");
        assertThat(asked.out())
                .contains(
                        "no row differs, to the last bit", "is above guard.maxRate 0.01: live, the breaker would open")
                .contains("above guard.maxClassRate 0.02, live their breakers would open: cat, dog, newt, owl");
    }

    private static void refusesWhatCannotBeAnswered(Live live) throws Exception {
        assertThat(Asked.run(live, "what-if", "--from", "earliest").err()).contains("say under which policy");
        assertThat(Asked.run(live, "what-if", "--policy", "v7", "--from", "earliest")
                        .err())
                .contains("v7: no such policy in topic whatif.policies, it holds v1");
        assertThat(Asked.run(live, "what-if", "--policy", "v1").err()).contains("a range is missing");
        assertThat(Asked.run(live, "what-if", "--policy", "v1", "--from", "2100-01-01")
                        .err())
                .contains("no row is of 2100-01-01T00:00:00Z or later");
        assertThat(Asked.run(live, "what-if", "--policy", "v1", "--from", "earliest", "--to", "2001-01-01")
                        .err())
                .contains("no decision is in the range");
    }

    // The first half of a partition's logits is gone: from records all is answered still, from evidence nothing.
    private static void refusesWhereRetentionDeleted(Live live) throws Exception {
        TopicPartition logits = new TopicPartition(live.spec.topics().logits(), 1);
        TopicPartition decisions = new TopicPartition(live.spec.decisionsTopic(), 1);
        long gone = live.read(live.spec.decisionsTopic(), Decision.class).stream()
                .filter(row -> !row.getReasons().contains("WARM_UP"))
                .filter(row ->
                        row.getPartition() == 1 && row.getEvidence().get(0).getOffset() < 200)
                .count();
        try (Admin admin = Admin.create(live.connection.kafka())) {
            admin.deleteRecords(Map.of(
                            logits, RecordsToDelete.beforeOffset(200), decisions, RecordsToDelete.beforeOffset(100)))
                    .all()
                    .get();
        }
        assertThat(gone).isBetween(1L, 200L);
        assertThat(whatIf(live, "policy.mode=shadow").get("rows").asInt()).isEqualTo(Asked.ROWS);
        long judged = decisions(live).stream()
                .filter(row -> !row.getReasons().contains("WARM_UP"))
                .count();
        Asked asked = Asked.run(live, "what-if", "--set", "policy.detector=predicted_neq_given", "--from", "earliest");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err())
                .contains(gone + " of " + String.format(Locale.ROOT, "%,d", judged)
                        + " rows that must be judged from their evidence cannot be: the retention of"
                        + " whatif.logits deleted it. Choose a later start");
        String topic = live.spec.decisionsTopic();
        assertThat(Asked.run(live, "digest", "--topic", topic, "--since", "1h").err())
                .contains("up to 100 rows that may belong to the range were deleted by the retention of " + topic);
        assertThat(Asked.run(live, "digest", "--topic", topic, "--from", "earliest")
                        .out())
                .contains("note: up to 100 older rows were deleted");
    }

    private static JsonNode whatIf(Live live, String set) throws Exception {
        return Asked.json(live, "what-if", "--set", set, "--from", "earliest", "--json");
    }

    private static List<Decision> decisions(Live live) {
        List<Decision> all = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class).forEach(row -> all.add(row.getDecision()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class).forEach(row -> all.add(row.getDecision()));
        return all;
    }

    /** All that a stranger could change: which groups there are, what they have committed, which topics and how long. */
    private record World(Set<String> groups, Map<String, Map<TopicPartition, Long>> committed, Map<String, Long> ends) {

        static World of(Live live) throws Exception {
            try (Admin admin = Admin.create(live.connection.kafka())) {
                Set<String> groups = new HashSet<>();
                admin.listGroups().all().get().forEach(group -> groups.add(group.groupId()));
                Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
                for (String group : groups) {
                    Map<TopicPartition, Long> offsets = new HashMap<>();
                    Map<TopicPartition, OffsetAndMetadata> answer = admin.listConsumerGroupOffsets(group)
                            .partitionsToOffsetAndMetadata()
                            .get();
                    answer.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
                    committed.put(group, offsets);
                }
                assertThat(groups).contains(live.spec.filterId());
                assertThat(committed.get(live.spec.filterId())).isNotEmpty();
                return new World(groups, committed, ends(admin));
            }
        }

        private static Map<String, Long> ends(Admin admin) throws Exception {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (TopicDescription topic : admin.describeTopics(
                            admin.listTopics().names().get())
                    .allTopicNames()
                    .get()
                    .values()) {
                topic.partitions()
                        .forEach(part ->
                                latest.put(new TopicPartition(topic.name(), part.partition()), OffsetSpec.latest()));
            }
            Map<String, Long> ends = new TreeMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(latest).all().get().entrySet()) {
                ends.put(end.getKey().toString(), end.getValue().offset());
            }
            return ends;
        }
    }
}
