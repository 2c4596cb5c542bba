package dev.sluice.stream;

import dev.sluice.spec.Durations;
import dev.sluice.spec.PipelineSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How one existing topic differs from the plan, and what that means. A pure function of both.
 *
 * <p>Two kinds of difference: those by which records would be lost, with which nothing may run; and those that a pipeline
 * works with, at a price that is named. Where a topic keeps or accepts more than planned there is no difference.
 */
final class TopicRules {

    private static final String TIMESTAMPS = "message.timestamp.type";
    private static final String OLDEST = "message.timestamp.before.max.ms";
    private static final String LARGEST = "max.message.bytes";
    private static final String UNCLEAN = "unclean.leader.election.enable";

    private final PipelineSpec spec;
    private final String bootstrap;

    /** @param bootstrap address for the commands that are proposed */
    TopicRules(PipelineSpec spec, String bootstrap) {
        this.spec = spec;
        this.bootstrap = bootstrap;
    }

    /** Every difference, those that lose data first. */
    List<TopicDifference> differences(TopicPlan.Topic planned, TopicFacts facts) {
        List<TopicDifference> found = new ArrayList<>();
        partitions(planned, facts, found);
        cleanup(planned, facts, found);
        if (planned.role() != TopicPlan.Role.CONTROL && facts.deletes()) {
            retention(planned, facts, found);
        }
        if (planned.role() != TopicPlan.Role.INPUT) {
            size(planned, facts, found);
            oldest(planned, facts, found);
        }
        timestamps(planned, facts, found);
        unclean(planned, facts, found);
        found.sort((a, b) -> Boolean.compare(b.losesData(), a.losesData()));
        return List.copyOf(found);
    }

    private void partitions(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        if (facts.partitions() == planned.partitions()) {
            return;
        }
        String actual = Integer.toString(facts.partitions());
        String wanted = Integer.toString(planned.partitions());
        if (planned.role() == TopicPlan.Role.CONTROL) {
            found.add(new TopicDifference(
                    "partitions",
                    actual,
                    wanted,
                    "what stands in the others would not be read",
                    "delete it (" + topics("--delete", planned) + "), or give the pipeline another name",
                    true,
                    false));
        } else if (planned.role() == TopicPlan.Role.OUTPUT) {
            found.add(new TopicDifference(
                    "partitions",
                    actual,
                    wanted,
                    "rows are spread over another number than the inputs; nothing depends on it",
                    "leave it, or recreate the topic",
                    false,
                    false));
        } else if (!spec.topics().repartition()) {
            found.add(new TopicDifference(
                    "partitions",
                    actual,
                    wanted,
                    "by the file's count nearly every key would stand in a wrong partition",
                    "set topics.partitions to " + actual + " in the file, or topics.repartition to true",
                    true,
                    false));
        }
    }

    private void cleanup(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        boolean control = planned.role() == TopicPlan.Role.CONTROL;
        if (control ? !facts.deletes() : !facts.compacts()) {
            return;
        }
        found.add(difference(
                planned,
                "cleanup.policy",
                facts.cleanup(),
                planned.cleanup(),
                control ? "it forgets history" : "it drops all but the last row of an id",
                true));
    }

    private void retention(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        long kept = facts.retention();
        long wanted = planned.retention().orElse(-1);
        long wait = spec.pairing().waiting().toMillis();
        if (kept >= 0 && wanted >= 0 && kept < wanted) {
            boolean tooShort = kept < wait;
            found.add(difference(
                    planned,
                    "retention.ms",
                    kept + " (" + days(kept) + ")",
                    wanted + " (" + days(wanted) + ")",
                    tooShort
                            ? "that is shorter than pairing.wait (" + days(wait) + "), so rows are deleted on arrival"
                            : "rows whose event time is older are deleted on arrival, so a replay of older data is lost",
                    tooShort));
        }
        long bytes = facts.number("retention.bytes", -1);
        if (bytes >= 0) {
            found.add(difference(
                    planned,
                    "retention.bytes",
                    Long.toString(bytes),
                    "-1",
                    "the oldest rows beyond that size are deleted, read or not",
                    false));
        }
    }

    private void size(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        boolean control = planned.role() == TopicPlan.Role.CONTROL;
        int needed = control ? TopicPlan.DEFAULT_MESSAGE_BYTES : StreamsSettings.MAX_REQUEST_BYTES;
        long largest = facts.number(LARGEST, Long.MAX_VALUE);
        if (largest < needed) {
            found.add(difference(
                    planned,
                    LARGEST,
                    Long.toString(largest),
                    Integer.toString(needed),
                    control
                            ? "tallies and chunks of snapshots are cut for Kafka's default, and one that does not fit stops"
                                    + " learning until this is raised"
                            : "a row is larger than its input, and one that does not fit stops its partition until this is"
                                    + " raised",
                    false));
        }
    }

    private void oldest(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        long oldest = facts.number(OLDEST, Long.MAX_VALUE);
        if (planned.role() == TopicPlan.Role.OUTPUT && oldest != Long.MAX_VALUE) {
            found.add(difference(
                    planned,
                    OLDEST,
                    oldest + " (" + days(oldest) + ")",
                    Long.toString(Long.MAX_VALUE),
                    "Kafka refuses rows whose event time is older, and the first of them stops its partition",
                    false));
        }
    }

    private void timestamps(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        String type = facts.settings().getOrDefault(TIMESTAMPS, "CreateTime");
        if (!type.equals("CreateTime")) {
            found.add(difference(
                    planned,
                    TIMESTAMPS,
                    type,
                    "CreateTime",
                    "Kafka stamps records itself, so their event times are lost",
                    false));
        }
    }

    private void unclean(TopicPlan.Topic planned, TopicFacts facts, List<TopicDifference> found) {
        if (facts.settings().getOrDefault(UNCLEAN, "false").equals("true")) {
            found.add(difference(
                    planned,
                    UNCLEAN,
                    "true",
                    "false",
                    "a replica that lags may become leader, and what was acknowledged and counted is gone",
                    false));
        }
    }

    private TopicDifference difference(
            TopicPlan.Topic topic, String setting, String actual, String planned, String why, boolean loses) {
        String value = planned.split(" ", 2)[0];
        return new TopicDifference(
                setting,
                actual,
                planned,
                why,
                "`sluice topics create --alter` sets it, or: kafka-configs.sh --bootstrap-server " + bootstrap
                        + " --alter --entity-type topics --entity-name " + topic.name() + " --add-config " + setting
                        + "=" + value,
                loses,
                true);
    }

    private String topics(String action, TopicPlan.Topic topic) {
        return "kafka-topics.sh --bootstrap-server " + bootstrap + " " + action + " --topic " + topic.name();
    }

    private static String days(long millis) {
        return Durations.format(Duration.ofMillis(millis));
    }
}
