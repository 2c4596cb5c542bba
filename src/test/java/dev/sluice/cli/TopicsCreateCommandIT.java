package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.embedded.EmbeddedKafka;
import dev.sluice.embedded.TopicReadiness;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import dev.sluice.stream.TopicsUnfitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TopicsCreateCommandIT {

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void aBroker() throws Exception {
        kafka = EmbeddedKafka.start(0, null);
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    @AfterAll
    static void noBroker() {
        admin.close();
        kafka.close();
    }

    @Test
    void shouldCreateEveryTopicAndDoNothingTheSecondTime() throws Exception {
        Ran first = create("once");
        Ran second = create("once");

        assertThat(first.err()).isEmpty();
        assertThat(first.out())
                .contains("topic", "partitions", "retention", "key")
                .containsPattern("once\\.samples +created +4  delete +365d +sample id")
                .containsPattern("once\\.tallies +created +1  compact +for ever +generation, partition")
                .contains("9 created, 0 there already; once.samples and once.logits are co-partitioned");
        assertThat(second.code()).isZero();
        assertThat(second.out()).contains("0 created, 9 there already").doesNotContain("note:");
        assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
                .contains("once.clean", "once.quarantine", "once.leftovers", "once.dead-letters", "once.policies")
                .doesNotContain("once.decisions");
    }

    @Test
    void shouldReturnOnlyWhenEveryPartitionTakesRecords() throws Exception {
        assertThat(create("ready", "--set", "topics.partitions=16").code()).isZero();

        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        // a leader that is not there yet would fail the send
                        ProducerConfig.ACKS_CONFIG,
                        "1",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        false,
                        ProducerConfig.RETRIES_CONFIG,
                        0),
                new StringSerializer(),
                new StringSerializer())) {
            for (int partition = 0; partition < 16; partition++) {
                assertThat(producer.send(new ProducerRecord<>("ready.samples", partition, "a", "b"))
                                .get(10, TimeUnit.SECONDS)
                                .offset())
                        .isZero();
            }
        }
    }

    @Test
    void shouldAgreeWithAnotherWhoCreatesTheSameAtTheSameTime() throws Exception {
        List<CompletableFuture<Ran>> together = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            together.add(CompletableFuture.supplyAsync(() -> create("same")));
        }

        int created = 0;
        for (CompletableFuture<Ran> one : together) {
            Ran ran = one.get(60, TimeUnit.SECONDS);
            assertThat(ran.err()).isEmpty();
            assertThat(ran.code()).isZero();
            Matcher count = Pattern.compile("(\\d) created").matcher(ran.out());
            assertThat(count.find()).isTrue();
            created += Integer.parseInt(count.group(1));
        }
        assertThat(created).isEqualTo(9);
    }

    @Test
    void shouldReportAsJson() throws Exception {
        Ran ran = create("json", "--json", "--set", "topics.decisions=true");

        JsonNode report = new ObjectMapper().readTree(ran.out());
        assertThat(report.get("coPartitioned").asBoolean()).isTrue();
        assertThat(report.get("topics")).hasSize(10);
        assertThat(report.get("topics").get(0)).isEqualTo(new ObjectMapper().readTree("""
                                {"name": "json.samples", "status": "created", "partitions": 4, "replication": 0,
                                 "cleanup": "delete", "retentionMs": 31536000000, "key": "sample id", "altered": [],
                                 "differences": []}
                                """));
    }

    @Test
    void shouldRefuseInputsThatAreNotCoPartitionedAndCreateNothing() throws Exception {
        exists(new NewTopic("odd.samples", 2, (short) 1), new NewTopic("odd.logits", 3, (short) 1));

        assertThat(create("odd"))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "odd.samples has 2 partitions and odd.logits has 3, so a sample and its logits would not meet:"
                                + " recreate odd.samples with 3 partitions and write its records again,"
                                + " or set topics.repartition to true\n"));
        assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).doesNotContain("odd.clean");
    }

    @Test
    void shouldExplainHowTopicsDifferThatExist() throws Exception {
        exists(
                new NewTopic("own.samples", 6, (short) 1).configs(Map.of("retention.ms", "604800000")),
                new NewTopic("own.logits", 6, (short) 1).configs(Map.of("retention.ms", "-1")));

        Ran ran = create("own");

        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("note: own.samples has partitions=6, planned is 4")
                .contains("set topics.partitions to 6 in the file")
                .contains("note: own.samples has retention.ms=604800000 (7d), planned is 31536000000 (365d)")
                .contains("note: own.logits has partitions=6")
                .doesNotContain("note: own.logits has retention.ms")
                .contains("7 created, 2 there already");
    }

    @Test
    void shouldAlterWhatIsSafeAndOnlyWhenAskedTo() throws Exception {
        exists(
                new NewTopic("alter.clean", 4, (short) 1)
                        .configs(Map.of("max.message.bytes", "1048588", "retention.ms", "3600000")),
                new NewTopic("alter.snapshots", 1, (short) 1).configs(Map.of("cleanup.policy", "delete")));

        Ran refused = create("alter");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("alter.snapshots has cleanup.policy=delete, planned is compact: it forgets history")
                .contains("--entity-name alter.snapshots --add-config cleanup.policy=compact");

        Ran altered = create("alter", "--alter");
        assertThat(altered.err()).isEmpty();
        assertThat(altered.out())
                .contains("altered: alter.clean max.message.bytes, retention.ms")
                .contains("altered: alter.snapshots cleanup.policy")
                .doesNotContain("note:");
        assertThat(create("alter").out()).doesNotContain("note:").doesNotContain("altered");
    }

    @Test
    void shouldSayWhichBrokerFeatureIsMissing() throws Exception {
        try (EmbeddedKafka old = EmbeddedKafka.start(0, null, Map.of("transaction.version", (short) 1))) {
            Ran ran = create("old", "--json", "--bootstrap-server", old.bootstrapServers());

            JsonNode note = new ObjectMapper().readTree(ran.out()).get("broker").get(0);
            assertThat(note.get("feature").asText()).isEqualTo("transaction.version");
            assertThat(note.get("level").asInt()).isEqualTo(1);
            assertThat(note.get("fix").asText())
                    .isEqualTo("kafka-features.sh --bootstrap-server " + old.bootstrapServers()
                            + " upgrade --feature transaction.version=2");
        }
    }

    @Test
    void shouldTellWhoeverNeedsTopicsWhichAreMissing() {
        PipelineSpec spec = PipelineLoader.parse("{name: none, classes: 2}", Map.of());
        TopicSetup setup = new TopicSetup(new Connection(kafka.bootstrapServers(), "http://127.0.0.1:1", Map.of()));

        assertThatThrownBy(() -> setup.require(spec))
                .isInstanceOf(TopicsUnfitException.class)
                .hasMessageStartingWith("none.samples, none.logits, none.clean, ")
                .hasMessageEndingWith(" do not exist: create them with `sluice topics create`");
        setup.create(spec);
        assertThat(setup.require(spec).missing()).isEmpty();
    }

    // The filter holds every key against the file's count: with another one, good records would be dead letters.
    @Test
    void shouldTellWhoeverNeedsTopicsThatTheInputsHaveOtherPartitionsThanTheFileSays() throws Exception {
        exists(new NewTopic("six.samples", 6, (short) 1), new NewTopic("six.logits", 6, (short) 1));
        PipelineSpec spec = PipelineLoader.parse("{name: six, classes: 2}", Map.of());
        TopicSetup setup = new TopicSetup(new Connection(kafka.bootstrapServers(), "http://127.0.0.1:1", Map.of()));
        setup.create(spec);

        assertThatThrownBy(() -> setup.require(spec))
                .isInstanceOf(TopicsUnfitException.class)
                .hasMessageContaining("six.samples has partitions=6, planned is 4")
                .hasMessageContaining("six.logits has partitions=6, planned is 4");
    }

    @Test
    void shouldSayInOneLineThatNoKafkaAnswers() {
        Ran ran = Ran.with("topics", "create", "-f", "topologies/quickstart.yaml", "--bootstrap-server", "127.0.0.1:1");

        assertThat(ran)
                .isEqualTo(new Ran(
                        1,
                        "",
                        "127.0.0.1:1: no Kafka answers there; start one with `sluice stack`,"
                                + " or name yours with --bootstrap-server (if it runs there, does it want TLS? then say"
                                + " security.protocol in --config)\n"));
    }

    private static void exists(NewTopic... topics) throws Exception {
        TopicReadiness.create(admin, List.of(topics));
    }

    private static Ran create(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "topics", "create", "-f", "topologies/quickstart.yaml", "--set", "name=" + name, "--set", "topics={}"));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--bootstrap-server")) {
            arguments.addAll(List.of("--bootstrap-server", kafka.bootstrapServers()));
        }
        return Ran.with(arguments.toArray(String[]::new));
    }
}
