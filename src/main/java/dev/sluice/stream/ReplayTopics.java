package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The topics of a replay: those of the pipeline with a suffix, so that no live reader sees them. They are made like the
 * originals, with their settings.
 *
 * @param clean rows to train on
 * @param quarantine suspect rows
 * @param snapshots what the replay learnt itself
 * @param plan what this replay is, and what became of it; one partition, compacted
 */
public record ReplayTopics(String clean, String quarantine, String snapshots, String plan) {

    /** What a suffix may be: it stands in names of topics and groups. */
    public static final String SUFFIX = "[A-Za-z0-9][A-Za-z0-9_-]{0,49}";

    /** The topics of {@code --into SUFFIX}. */
    public static ReplayTopics of(PipelineSpec spec, String suffix) {
        return new ReplayTopics(
                spec.cleanTopic() + "-" + suffix,
                spec.quarantineTopic() + "-" + suffix,
                spec.snapshotsTopic() + "-" + suffix,
                spec.name() + ".replay-" + suffix);
    }

    /** All of them. */
    public List<String> all() {
        return List.of(clean, quarantine, snapshots, plan);
    }

    /** Those that exist already. */
    public Set<String> existing(Connection connection) {
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            return admin.describe(all()).keySet();
        }
    }

    /** Makes those that are missing, with as many partitions as the pipeline's, and returns when they can be written to. */
    public void create(Connection connection, PipelineSpec spec) {
        List<TopicPlan.Topic> wanted = new ArrayList<>();
        try (TopicAdmin admin = TopicAdmin.open(connection)) {
            int partitions = admin.describe(List.of(spec.cleanTopic()))
                    .get(spec.cleanTopic())
                    .partitions()
                    .size();
            for (TopicPlan.Topic topic : TopicPlan.of(spec)) {
                if (topic.name().equals(spec.cleanTopic())) {
                    wanted.add(like(topic, clean, partitions));
                } else if (topic.name().equals(spec.quarantineTopic())) {
                    wanted.add(like(topic, quarantine, partitions));
                } else if (topic.name().equals(spec.snapshotsTopic())) {
                    wanted.add(like(topic, snapshots, 1));
                    wanted.add(like(topic, plan, 1));
                }
            }
            admin.awaitLeaders(admin.create(wanted));
        }
    }

    private static TopicPlan.Topic like(TopicPlan.Topic topic, String name, int partitions) {
        return new TopicPlan.Topic(
                name,
                topic.role(),
                topic.key(),
                partitions,
                Collections.unmodifiableSortedMap(new TreeMap<>(topic.config())));
    }
}
