package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicRulesTest {

    private static final String COMMAND =
            "`sluice topics create --alter` sets it, or: kafka-configs.sh --bootstrap-server k:9092 --alter"
                    + " --entity-type topics --entity-name ";

    private final PipelineSpec spec =
            PipelineLoader.parse("{name: p, classes: 2, topics: {partitions: 8, samples: in}}", Map.of());
    private final Map<String, TopicFacts> found = new HashMap<>();

    @Test
    void shouldFindNothingInTopicsAsPlanned() {
        for (TopicPlan.Topic topic : TopicPlan.of(spec)) {
            assertThat(differences(topic.name(), topic.partitions(), topic.config()))
                    .isEmpty();
        }
    }

    @Test
    void shouldFindNothingWhereATopicKeepsAndAcceptsMore() {
        assertThat(differences(
                        "p.clean",
                        8,
                        Map.of("retention.ms", "-1", "retention.bytes", "-1", "max.message.bytes", "33554432")))
                .isEmpty();
    }

    @Test
    void shouldSayWhatIsWhatShouldBeWhyAndTheCommand() {
        assertThat(differences("p.clean", 8, Map.of("retention.ms", "604800000", "max.message.bytes", "1048588")))
                .extracting(TopicDifference::sentence)
                .containsExactly(
                        "has retention.ms=604800000 (7d), planned is 31536000000 (365d): rows whose event time is older"
                                + " are deleted on arrival, so a replay of older data is lost; " + COMMAND
                                + "p.clean --add-config retention.ms=31536000000",
                        "has max.message.bytes=1048588, planned is 16777216: a row is larger than its input, and one that"
                                + " does not fit stops its partition until this is raised; " + COMMAND
                                + "p.clean --add-config max.message.bytes=16777216");
    }

    @Test
    void shouldAskOfControlTopicsNoMoreThanTheDefaultSize() {
        assertThat(differences("p.snapshots", 1, Map.of("cleanup.policy", "compact", "max.message.bytes", "1048588")))
                .isEmpty();
        assertThat(differences("p.tallies", 1, Map.of("cleanup.policy", "compact", "max.message.bytes", "500000")))
                .extracting(TopicDifference::sentence)
                .singleElement()
                .asString()
                .startsWith("has max.message.bytes=500000, planned is 1048588: ");
    }

    @Test
    void shouldCallALossWhatDeletesOrForgetsRows() {
        assertThat(losses("p.clean", 8, Map.of("cleanup.policy", "compact"))).containsExactly("cleanup.policy");
        assertThat(losses("p.clean", 8, Map.of("retention.ms", "599999"))).containsExactly("retention.ms");
        assertThat(losses("p.clean", 8, Map.of("retention.ms", "600000"))).isEmpty();
        assertThat(losses("p.snapshots", 1, Map.of("cleanup.policy", "compact,delete")))
                .containsExactly("cleanup.policy");
        assertThat(losses("p.tallies", 3, Map.of("cleanup.policy", "compact"))).containsExactly("partitions");
        assertThat(losses("in", 6, Map.of())).containsExactly("partitions");
    }

    @Test
    void shouldNameTheOtherWaysInWhichATopicLosesOrStops() {
        assertThat(differences(
                        "p.clean",
                        8,
                        Map.of(
                                "message.timestamp.type",
                                "LogAppendTime",
                                "message.timestamp.before.max.ms",
                                "3600000",
                                "retention.bytes",
                                "1000",
                                "unclean.leader.election.enable",
                                "true")))
                .extracting(TopicDifference::setting)
                .containsExactlyInAnyOrder(
                        "message.timestamp.type",
                        "message.timestamp.before.max.ms",
                        "retention.bytes",
                        "unclean.leader.election.enable");
    }

    @Test
    void shouldAlterOnlyWhatMakesATopicKeepOrAcceptMore() {
        assertThat(differences("in", 6, Map.of("retention.ms", "3600000")))
                .extracting(TopicDifference::setting, TopicDifference::alterable)
                .containsExactly(tuple("partitions", false), tuple("retention.ms", true));
    }

    @Test
    void shouldRefuseInputsThatAreNotCoPartitioned() {
        exists("in", 8);
        exists("p.logits", 6);

        assertThat(CoPartitioning.problems(spec, found))
                .containsExactly("in has 8 partitions and p.logits has 6, so a sample and its logits would not meet:"
                        + " recreate p.logits with 8 partitions and write its records again,"
                        + " or set topics.repartition to true");
    }

    @Test
    void shouldRefuseToCreateAnInputThatWouldNotFitTheOther() {
        exists("p.logits", 6);

        assertThat(CoPartitioning.problems(spec, found))
                .containsExactly("p.logits has 6 partitions, so in needs as many: set topics.partitions to 6");
    }

    @Test
    void shouldRefuseAStateOfAnotherNumberOfPartitions() {
        exists("in", 8);
        exists("p.logits", 8);
        exists("p-entries-changelog", 4);

        assertThat(CoPartitioning.problems(spec, found))
                .singleElement()
                .asString()
                .contains("set topics.partitions to 4");
    }

    @Test
    void shouldAcceptInputsThatAgree() {
        exists("in", 5);
        exists("p.logits", 5);
        assertThat(CoPartitioning.problems(spec, found)).isEmpty();
    }

    @Test
    void shouldWantTheFeatureThatExactlyOnceRestsOn() {
        assertThat(notes(Map.of("transaction.version", 2), false)).isEmpty();
        assertThat(notes(Map.of("transaction.version", 1), false))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.refused()).isFalse();
                    assertThat(note.sentence())
                            .isEqualTo(
                                    "the brokers have transaction.version=1, needed is 2: without KIP-890 a transaction that"
                                            + " hangs can be continued by mistake, so exactly once is not promised; kafka-features.sh"
                                            + " --bootstrap-server k:9092 upgrade --feature transaction.version=2");
                });
        assertThat(notes(Map.of(), false)).hasSize(1);
    }

    @Test
    void shouldRefuseStreamsGroupsWhereTheBrokersHaveNone() {
        assertThat(notes(Map.of("transaction.version", 2), true))
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.feature()).isEqualTo("streams.version");
                    assertThat(note.refused()).isTrue();
                });
        assertThat(notes(Map.of("transaction.version", 2, "streams.version", 1), true))
                .isEmpty();
    }

    @Test
    void shouldNotProposeAFeatureThatTheBrokersCannotHave() {
        BrokerFeatures old = new BrokerFeatures(Map.of(), Map.of());
        assertThat(old.notes(false, "k:9092"))
                .singleElement()
                .satisfies(note -> assertThat(note.fix()).contains("upgrade them to Kafka"));
    }

    private static List<BrokerNote> notes(Map<String, Integer> levels, boolean streams) {
        Map<String, Short> finalised = new HashMap<>();
        levels.forEach((name, level) -> finalised.put(name, level.shortValue()));
        return new BrokerFeatures(finalised, Map.of("transaction.version", (short) 2, "streams.version", (short) 1))
                .notes(streams, "k:9092");
    }

    private void exists(String name, int partitions) {
        found.put(name, new TopicFacts(partitions, 1, Map.of()));
    }

    private List<String> losses(String name, int partitions, Map<String, String> settings) {
        return differences(name, partitions, settings).stream()
                .filter(TopicDifference::losesData)
                .map(TopicDifference::setting)
                .toList();
    }

    private List<TopicDifference> differences(String name, int partitions, Map<String, String> settings) {
        TopicPlan.Topic planned = TopicPlan.of(spec).stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
        return new TopicRules(spec, "k:9092").differences(planned, new TopicFacts(partitions, 1, settings));
    }
}
