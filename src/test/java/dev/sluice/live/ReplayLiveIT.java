package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.GeneratedRows;
import dev.sluice.audit.Audit;
import dev.sluice.audit.AuditResult;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Probabilities;
import dev.sluice.replay.Range;
import dev.sluice.replay.Replay;
import dev.sluice.replay.ReplayOrder;
import dev.sluice.replay.ReplayPasses;
import dev.sluice.replay.ReplayReport;
import dev.sluice.replay.Thresholds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A range decided again, into topics of its own. */
class ReplayLiveIT {

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldDecideARangeAgainAndSayWhatDiffers() throws Exception {
        Live live = Asked.decided(STACK, "again");
        Map<String, Integer> counts = counts(live);

        JsonNode proof = replay(live, "recorded", "proof");
        assertThat(proof.get("same").asBoolean()).isTrue();
        assertThat(proof.get("written").asInt()).isEqualTo(Asked.ROWS);
        assertThat(proof.get("digest")).isEqualTo(digest(live, "").get("digest"));
        assertThat(proof.get("digest")).isEqualTo(digest(live, "-proof").get("digest"));
        assertThat(bodies(live, "-proof")).as("payloads and labels").isEqualTo(bodies(live, ""));

        agreesWithWhatIf(live);
        doesNothingTheSecondTime(live, proof);
        refusesWhatCannotBeDone(live);

        assertThat(counts(live)).as("the live topics").isEqualTo(counts);
        noticesRowsOfSomebodyElse(live);
        saysHowManyRowsRetentionTook(live);
    }

    private static void agreesWithWhatIf(Live live) throws Exception {
        List<String> change = List.of("--set", "policy.quarantineAbove=0.9", "--from", "earliest", "--json");
        JsonNode whatIf = Asked.json(live, words(List.of("what-if"), change));
        JsonNode strict = Asked.json(live, words(List.of("replay", "--policy", "v1", "--into", "strict"), change));
        assertThat(strict.get("same").asBoolean()).isFalse();
        assertThat(strict.get("policyVersion").asInt()).isEqualTo(2);
        assertThat(strict.get("diff").get("changeSides").asInt()).isPositive();
        for (String figure : List.of("rows", "changeSides", "differing", "recorded", "whatIf", "classes", "reasons")) {
            assertThat(strict.get("diff").get(figure)).as(figure).isEqualTo(whatIf.get(figure));
        }
        assertThat(live.read("again.quarantine-strict", QuarantinedSample.class))
                .hasSize(whatIf.get("whatIf").get("quarantine").asInt());
    }

    private static void doesNothingTheSecondTime(Live live, JsonNode proof) throws Exception {
        JsonNode twice = replay(live, "recorded", "proof");
        assertThat(twice.get("written").asInt()).isZero();
        assertThat(twice.get("writtenBefore").asInt()).isEqualTo(Asked.ROWS);
        assertThat(twice.get("digest")).isEqualTo(proof.get("digest"));
        assertThat(twice.get("diff")).isEqualTo(proof.get("diff"));
    }

    private static void refusesWhatCannotBeDone(Live live) throws Exception {
        refused(
                live,
                "v1",
                "proof",
                "again.clean-proof holds another replay",
                "policy v1",
                "not recorded",
                "delete again.clean-proof, again.quarantine-proof, again.snapshots-proof, again.replay-proof first");
        refused(live, "v9", "no", "v9: no such policy in topic again.policies, it holds v1");
        refused(live, "v1", "no/way", "--into 'no/way': a suffix has letters");
        refused(
                live,
                "recorded",
                "no",
                "--policy recorded goes with --thresholds as-recorded only",
                "--thresholds",
                "two-pass");
        refused(
                live,
                "v1",
                "no",
                "snapshot 1.9999 is not in topic again.snapshots: `sluice snapshots list`",
                "--thresholds",
                "frozen:1.9999");
        refused(live, "v1", "no", "--thresholds 'thawed': as-recorded, frozen", "--thresholds", "thawed");
        refusedRange(live, "partition 0 of again.samples ends at offset", "--from", "0:999999");
        refusedRange(live, "no row is of 2100-01-01T00:00:00Z or later", "--from", "2100-01-01");
        refusedRange(live, "no decision is in the range", "--from", "earliest", "--to", "2001-01-01");
        try (Admin admin = Admin.create(live.connection.kafka())) {
            assertThat(admin.listTopics().names().get()).doesNotContain("again.clean-no", "again.replay-no");
        }
    }

    private static void refused(Live live, String policy, String into, String message, String... more)
            throws Exception {
        List<String> words =
                new ArrayList<>(List.of("replay", "--policy", policy, "--into", into, "--from", "earliest"));
        List<String> messages = new ArrayList<>(List.of(message));
        boolean options = more.length > 0 && more[0].startsWith("--");
        (options ? words : messages).addAll(List.of(more));
        Asked asked = Asked.run(live, words.toArray(new String[0]));
        assertThat(asked.code()).as(asked.err()).isIn(1, 2);
        assertThat(asked.err()).contains(messages);
    }

    private static void refusedRange(Live live, String message, String... range) throws Exception {
        Asked asked = Asked.run(live, words(List.of("replay", "--policy", "v1", "--into", "no"), List.of(range)));
        assertThat(asked.code()).as(asked.err()).isEqualTo(1);
        assertThat(asked.err()).contains(message);
    }

    // Planted: one row more than was judged.
    private static void noticesRowsOfSomebodyElse(Live live) throws Exception {
        byte[] row = live.raw("again.clean-proof").get(0).value();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(live.connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("again.clean-proof", "row-1".getBytes("UTF-8"), row))
                    .get();
        }
        Asked asked = Asked.run(live, "replay", "--policy", "recorded", "--into", "proof", "--from", "earliest");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("hold 3001 rows", "judged were 3000 rows", "somebody else writes there");
    }

    private static void saysHowManyRowsRetentionTook(Live live) throws Exception {
        try (Admin admin = Admin.create(live.connection.kafka())) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(live.spec.topics().logits(), 1), RecordsToDelete.beforeOffset(200)))
                    .all()
                    .get();
        }
        Asked asked = Asked.run(live, "replay", "--policy", "v1", "--into", "late", "--from", "earliest");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("200 of 3,000 rows", "the retention of again.logits deleted it");
    }

    /** The rows are many enough for several transactions; the run dies between two of them. */
    @Test
    void shouldGoOnWithoutLossOrDoublesWhenARunDied() throws Exception {
        int size = 6_000;
        Live live = STACK.pipeline("died", Map.of("classes", "4", "policy.warmUp.samples", "500"));
        live.start(2);
        live.running()
                .load(new GeneratedRows(size, 4, 5), ArrivalOrder.ofFile(size))
                .atRest(2L * size, size);
        for (Thresholds by : List.of(new Thresholds.AsRecorded(), new Thresholds.Rolling())) {
            ReplayOrder order = order(live, by, "died-" + by);
            ReplayPasses dies = new ReplayPasses() {
                private String pass = "";

                @Override
                public void begin(String next, long offsets) {
                    pass = next;
                }

                @Override
                public void at(long offset) {
                    if (pass.equals("replay") && offset >= 3_000) {
                        throw new IllegalStateException("killed");
                    }
                }
            };
            assertThatThrownBy(() -> run(live, order, dies)).hasMessage("killed");
            // Rows that come after the start do not belong to it.
            live.load(new GeneratedRows(100, 4, 6), ArrivalOrder.ofFile(0));
            ReplayReport report = run(live, order, NONE);

            assertThat(report.before()).isEqualTo(2_000);
            assertThat(report.written()).isEqualTo(4_000);
            assertThat(report.diff().rows()).isEqualTo(size);
            Set<String> ids = new TreeSet<>();
            live.read(report.topics().clean(), CleanSample.class)
                    .forEach(row ->
                            assertThat(ids.add(row.getSample().getSampleId())).isTrue());
            live.read(report.topics().quarantine(), QuarantinedSample.class)
                    .forEach(row ->
                            assertThat(ids.add(row.getSample().getSampleId())).isTrue());
            assertThat(ids).hasSize(size);
            ReplayReport whole = run(live, order(live, by, "whole-" + by), NONE);
            assertThat(whole.replayed().total().hex())
                    .isEqualTo(report.replayed().total().hex());
        }
    }

    /** The same rows in other partitions: live snapshots differ, what all rows together teach does not. */
    @Test
    void shouldDecideTheSameInTwoPassesAsAnAuditWhateverThePartitions() throws Exception {
        GeneratedRows rows = new GeneratedRows(Asked.ROWS, Asked.CLASSES, 3);
        AuditResult audit =
                Audit.posterior(probabilities(rows), new ModelKey("main", "1"), new double[] {.5, .5, .5, .5}, 2);
        Set<String> issues = new TreeSet<>();
        Arrays.stream(audit.issues()).forEach(row -> issues.add(rows.id(row)));
        assertThat(issues).hasSizeBetween(300, 900);

        Set<String> digests = new TreeSet<>();
        for (String partitions : List.of("1", "4")) {
            Live live = Asked.decided(STACK, "two-" + partitions, "topics.partitions", partitions);
            JsonNode report =
                    replay(live, "v1", "all", "--thresholds", "two-pass", "--set", "topics.partitions=" + partitions);
            digests.add(report.get("digest").asText());
            Set<String> quarantined = new TreeSet<>();
            live.read(live.spec.quarantineTopic() + "-all", QuarantinedSample.class)
                    .forEach(row -> quarantined.add(row.getSample().getSampleId()));
            assertThat(quarantined).isEqualTo(issues);
        }
        assertThat(digests).hasSize(1);
    }

    private static ProbabilityRows probabilities(GeneratedRows rows) {
        return new ProbabilityRows() {
            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public int classes() {
                return rows.classes();
            }

            @Override
            public String id(int row) {
                return rows.id(row);
            }

            @Override
            public float[] logits(int row) {
                return rows.logits(row).clone();
            }

            @Override
            public int read(int first, ProbabilityBlock block) {
                int count = Math.min(block.rows(), size() - first);
                for (int i = 0; i < count; i++) {
                    block.labels()[i] = rows.label(first + i);
                    System.arraycopy(
                            Probabilities.softmax(rows.logits(first + i)),
                            0,
                            block.probabilities(),
                            i * classes(),
                            classes());
                }
                return count;
            }
        };
    }

    private static final ReplayPasses NONE = new ReplayPasses() {
        @Override
        public void begin(String pass, long offsets) {}

        @Override
        public void at(long offset) {}
    };

    private static ReplayReport run(Live live, ReplayOrder order, ReplayPasses passes) {
        try (Replay replay = new Replay(live.connection, live.registry, live.spec, order)) {
            return replay.run(passes);
        }
    }

    private static ReplayOrder order(Live live, Thresholds by, String suffix) {
        dev.sluice.judge.Policy policy = live.spec.policy().toPolicy(1, live.spec.classes());
        return new ReplayOrder(suffix, "v1", policy, "", Map.of(1, policy), by, Range.ALL, "all", 3);
    }

    private static JsonNode replay(Live live, String policy, String into, String... more) throws Exception {
        return Asked.json(
                live,
                words(
                        List.of("replay", "--policy", policy, "--into", into, "--from", "earliest", "--json"),
                        List.of(more)));
    }

    private static JsonNode digest(Live live, String suffix) throws Exception {
        return Asked.json(
                live,
                "digest",
                "--topic",
                live.spec.cleanTopic() + suffix,
                "--topic",
                live.spec.quarantineTopic() + suffix,
                "--from",
                "earliest",
                "--json");
    }

    private static String[] words(List<String> first, List<String> more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(more);
        return all.toArray(new String[0]);
    }

    private static Map<String, String> bodies(Live live, String suffix) {
        Map<String, String> bodies = new TreeMap<>();
        live.read(live.spec.cleanTopic() + suffix, CleanSample.class)
                .forEach(row -> bodies.put(row.getSample().getSampleId(), row.toString()));
        live.read(live.spec.quarantineTopic() + suffix, QuarantinedSample.class)
                .forEach(row -> bodies.put(row.getSample().getSampleId(), row.toString()));
        return bodies;
    }

    private static Map<String, Integer> counts(Live live) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String topic : List.of(
                live.spec.cleanTopic(),
                live.spec.quarantineTopic(),
                live.spec.policiesTopic(),
                live.spec.snapshotsTopic())) {
            counts.put(topic, live.raw(topic).size());
        }
        return counts;
    }
}
