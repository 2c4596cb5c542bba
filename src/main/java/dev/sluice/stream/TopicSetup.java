package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Creates the topics of a pipeline, and checks those that exist.
 *
 * <p>Topics are never changed once they exist: what differs is explained, and what a pipeline cannot work with is refused
 * before anything is created. Doing it twice does nothing the second time.
 */
public final class TopicSetup {

    /** How often we look for a topic that exists and is not listed yet; each look is a round trip or more. */
    private static final int LOOKS = 100;

    private final Connection connection;

    public TopicSetup(Connection connection) {
        this.connection = connection;
    }

    /**
     * Creates what is missing, and returns when every new partition can be written to.
     *
     * @throws TopicsUnfitException when topics that exist do not fit, before anything is created
     * @throws KafkaUnavailableException when Kafka cannot be asked
     */
    public TopicReport create(PipelineSpec spec) {
        return run(TopicPlan.of(spec), true);
    }

    /**
     * Checks without creating anything; topics that are not there are reported as missing.
     *
     * @throws TopicsUnfitException when topics that exist do not fit
     * @throws KafkaUnavailableException when Kafka cannot be asked
     */
    public TopicReport check(PipelineSpec spec) {
        return run(TopicPlan.of(spec), false);
    }

    /**
     * Checks that everything is there and fits, for whoever is about to use it.
     *
     * @throws TopicsUnfitException when topics are missing or do not fit
     * @throws KafkaUnavailableException when Kafka cannot be asked
     */
    public TopicReport require(PipelineSpec spec) {
        TopicReport report = check(spec);
        if (!report.missing().isEmpty()) {
            throw new TopicsUnfitException(List.of(
                    String.join(", ", report.missing()) + " do not exist: create them with `sluice topics create`"));
        }
        refuseOtherPartitions(spec, report);
        return report;
    }

    // Harmless until somebody reads: by the file's count nearly every key would stand in a wrong partition.
    private static void refuseOtherPartitions(PipelineSpec spec, TopicReport report) {
        List<String> inputs = List.of(spec.topics().samples(), spec.topics().logits());
        List<String> reasons = report.topics().stream()
                .filter(state -> inputs.contains(state.name()))
                .filter(state -> state.partitions() != spec.topics().partitions())
                .map(state -> state.name() + " has " + state.partitions() + " partitions, the file says "
                        + spec.topics().partitions() + ": set topics.partitions to " + state.partitions())
                .toList();
        if (!reasons.isEmpty()) {
            throw new TopicsUnfitException(reasons);
        }
    }

    private TopicReport run(List<TopicPlan.Topic> plan, boolean create) {
        List<String> names = plan.stream().map(TopicPlan.Topic::name).toList();
        Set<String> created = new HashSet<>();
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            // A topic that another client has just made may not be listed yet: then creating it is refused, and we look
            // again until we see how it was made.
            for (int look = 0; look < LOOKS; look++) {
                Map<String, TopicDescription> found = admin.describe(names);
                Map<String, Config> settings = admin.settings(found.keySet());
                TopicRules.refuse(plan, name -> partitions(found.get(name)), name -> cleanup(settings.get(name)));
                List<TopicPlan.Topic> missing = plan.stream()
                        .filter(topic -> !found.containsKey(topic.name()) && !created.contains(topic.name()))
                        .toList();
                if (missing.isEmpty() || !create) {
                    return report(plan, found, settings, created);
                }
                List<TopicPlan.Topic> made = admin.create(missing);
                made.forEach(topic -> created.add(topic.name()));
                admin.awaitLeaders(made);
            }
        }
        throw new KafkaUnavailableException(
                connection + ": topics exist that Kafka does not describe, try again in a while", null);
    }

    private static TopicReport report(
            List<TopicPlan.Topic> plan,
            Map<String, TopicDescription> found,
            Map<String, Config> settings,
            Set<String> created) {
        List<TopicReport.State> states = new ArrayList<>();
        for (TopicPlan.Topic topic : plan) {
            TopicDescription description = found.get(topic.name());
            if (created.contains(topic.name())) {
                states.add(planned(topic, TopicReport.Status.CREATED));
            } else if (description == null) {
                states.add(planned(topic, TopicReport.Status.MISSING));
            } else {
                states.add(existing(topic, description, settings.get(topic.name())));
            }
        }
        return new TopicReport(states);
    }

    private static TopicReport.State planned(TopicPlan.Topic topic, TopicReport.Status status) {
        return new TopicReport.State(
                topic.name(),
                status,
                topic.partitions(),
                0,
                topic.cleanup(),
                topic.retention().orElse(-1),
                topic.key(),
                List.of());
    }

    private static TopicReport.State existing(TopicPlan.Topic topic, TopicDescription found, Config settings) {
        String cleanup = cleanup(settings);
        long retention = cleanup.contains("delete") ? Long.parseLong(value(settings, "retention.ms", "-1")) : -1;
        return new TopicReport.State(
                topic.name(),
                TopicReport.Status.EXISTS,
                found.partitions().size(),
                found.partitions().get(0).replicas().size(),
                cleanup,
                retention,
                topic.key(),
                TopicRules.differences(
                        topic,
                        found.partitions().size(),
                        cleanup,
                        retention,
                        value(settings, "message.timestamp.type", "CreateTime")));
    }

    private static int partitions(TopicDescription found) {
        return found == null ? 0 : found.partitions().size();
    }

    private static String cleanup(Config settings) {
        return settings == null ? "" : value(settings, "cleanup.policy", "delete");
    }

    private static String value(Config settings, String name, String absent) {
        ConfigEntry entry = settings.get(name);
        return entry == null || entry.value() == null ? absent : entry.value();
    }
}
