package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.spec.PipelineLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private final List<TopicPlan.Topic> plan =
            TopicPlan.of(PipelineLoader.parse("{name: p, classes: 2, topics: {partitions: 8, samples: in}}", Map.of()));

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
    void shouldTakeWhatIsLargerThanAnInputInTheOutputsOnly() {
        assertThat(plan).allSatisfy(topic -> {
            if (topic.role() == TopicPlan.Role.OUTPUT) {
                assertThat(topic.config()).containsEntry("max.message.bytes", "" + StreamsSettings.MAX_REQUEST_BYTES);
            } else {
                assertThat(topic.config()).doesNotContainKey("max.message.bytes");
            }
        });
    }
}
