package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.spec.PipelineLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private final List<TopicPlan.Topic> plan =
            TopicPlan.of(PipelineLoader.parse("{name: p, classes: 2, topics: {partitions: 8, samples: in}}", Map.of()));

    private final Map<String, Integer> partitions = new HashMap<>();
    private final Map<String, String> cleanup = new HashMap<>();

    @Test
    void shouldPlanInputsOutputsAndControlTopics() {
        assertThat(plan)
                .extracting(TopicPlan.Topic::name, TopicPlan.Topic::partitions, TopicPlan.Topic::cleanup)
                .containsExactly(
                        tuple("in", 8, "delete"),
                        tuple("p.logits", 8, "delete"),
                        tuple("p.clean", 8, "delete"),
                        tuple("p.quarantine", 8, "delete"),
                        tuple("p.leftovers", 8, "delete"),
                        tuple("p.dead-letters", 8, "delete"),
                        tuple("p.tallies", 1, "compact"),
                        tuple("p.snapshots", 1, "compact"),
                        tuple("p.policies", 1, "compact"));
    }

    @Test
    void shouldPlanTheAuditTopicOnlyWhereItIsAskedFor() {
        assertThat(TopicPlan.of(PipelineLoader.parse("{name: p, classes: 2, topics: {decisions: true}}", Map.of())))
                .extracting(TopicPlan.Topic::name)
                .contains("p.decisions");
        assertThat(plan).extracting(TopicPlan.Topic::name).doesNotContain("p.decisions");
    }

    @Test
    void shouldKeepRowsAYearByTheirEventTimeAndLearntStateForEver() {
        for (TopicPlan.Topic topic : plan) {
            assertThat(topic.config()).containsEntry("message.timestamp.type", "CreateTime");
            if (topic.role() == TopicPlan.Role.CONTROL) {
                assertThat(topic.retention()).isEmpty();
            } else {
                assertThat(topic.retention()).hasValue(31_536_000_000L);
            }
        }
    }

    @Test
    void shouldTakeWhatIsLargerThanAnInputInEveryTopicThatIsOurs() {
        assertThat(plan)
                .filteredOn(topic -> topic.role() != TopicPlan.Role.INPUT)
                .allSatisfy(topic -> assertThat(topic.config())
                        .containsEntry("max.message.bytes", "" + StreamsSettings.MAX_REQUEST_BYTES));
        assertThat(plan.get(0).config()).doesNotContainKey("max.message.bytes");
    }

    @Test
    void shouldAcceptWhatFitsWhetherItExistsOrNot() {
        refuse();
        exists("in", 8, "delete");
        refuse();
        exists("p.logits", 8, "delete");
        exists("p.tallies", 1, "compact");
        exists("p.clean", 3, "delete");
        refuse();
    }

    @Test
    void shouldAcceptInputsThatAgreeWithEachOtherAndNotWithTheFile() {
        exists("in", 5, "delete");
        exists("p.logits", 5, "delete");
        refuse();
        assertThat(TopicRules.differences(plan.get(0), 5, "delete", TopicPlan.RETENTION, "CreateTime"))
                .containsExactly("has 5 partitions, the file says 8: set topics.partitions to 5 if that is meant");
    }

    @Test
    void shouldRefuseInputsThatAreNotCoPartitioned() {
        exists("in", 8, "delete");
        exists("p.logits", 6, "delete");

        assertRefused("in has 8 partitions and p.logits has 6, so a sample and its logits would not meet:"
                + " recreate p.logits with 8 partitions and write its records again");
    }

    @Test
    void shouldRefuseToCreateAnInputThatWouldNotFitTheOther() {
        exists("p.logits", 6, "delete");

        assertRefused("p.logits has 6 partitions, so in needs as many: set topics.partitions to 6");
    }

    @Test
    void shouldRefuseEverythingThatForgetsAtOnce() {
        exists("p.tallies", 3, "compact");
        exists("p.snapshots", 1, "compact,delete");
        exists("p.clean", 8, "compact");

        assertRefused("p.clean has cleanup.policy=compact, which drops all but the last row of an id: set it to delete;"
                + " p.tallies has 3 partitions, it needs exactly 1: delete it, or give the pipeline another name;"
                + " p.snapshots has cleanup.policy=compact,delete, which forgets history: set it to compact");
    }

    @Test
    void shouldExplainWhatDiffersThoughItWorks() {
        assertThat(TopicRules.differences(plan.get(2), 8, "delete", 604_800_000L, "LogAppendTime"))
                .containsExactly(
                        "keeps 7d, not 365d: rows whose event time is older are deleted on arrival,"
                                + " so a replay of older data is lost",
                        "stamps records itself (LogAppendTime): event times are lost,"
                                + " set message.timestamp.type to CreateTime");
        assertThat(TopicRules.differences(plan.get(2), 8, "delete", -1, "CreateTime"))
                .isEmpty();
    }

    private void exists(String name, int count, String policy) {
        partitions.put(name, count);
        cleanup.put(name, policy);
    }

    private void refuse() {
        TopicRules.refuse(plan, name -> partitions.getOrDefault(name, 0), name -> cleanup.getOrDefault(name, ""));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::refuse)
                .isInstanceOf(TopicsUnfitException.class)
                .hasMessage(message);
    }
}
