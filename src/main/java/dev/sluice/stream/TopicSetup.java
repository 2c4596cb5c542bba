package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private TopicReport run(List<TopicPlan.Topic> plan, boolean create) {
        List<String> names = plan.stream().map(TopicPlan.Topic::name).toList();
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            Map<String, TopicDescription> before = admin.describe(names);
            Map<String, Config> settings = admin.settings(before.keySet());
            TopicRules.refuse(plan, name -> partitions(before.get(name)), name -> cleanup(settings.get(name)));
            List<TopicPlan.Topic> missing = plan.stream()
                    .filter(topic -> !before.containsKey(topic.name()))
                    .toList();
            if (create && !missing.isEmpty()) {
                admin.create(missing);
                admin.awaitLeaders(missing);
            }
            List<TopicReport.State> states = new ArrayList<>();
            for (TopicPlan.Topic topic : plan) {
                TopicDescription found = before.get(topic.name());
                states.add(
                        found == null
                                ? planned(topic, create ? TopicReport.Status.CREATED : TopicReport.Status.MISSING)
                                : existing(topic, found, settings.get(topic.name())));
            }
            return new TopicReport(states);
        }
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
