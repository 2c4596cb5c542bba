package dev.sluice.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * A topic as Kafka describes it.
 *
 * @param partitions how many it has
 * @param replication copies of its first partition
 * @param settings in force, whether set on the topic or the broker's default
 */
record TopicFacts(int partitions, int replication, Map<String, String> settings) {

    static TopicFacts of(TopicDescription description, Config config) {
        Map<String, String> settings = new HashMap<>();
        if (config != null) {
            for (ConfigEntry entry : config.entries()) {
                if (entry.value() != null) {
                    settings.put(entry.name(), entry.value());
                }
            }
        }
        return new TopicFacts(
                description.partitions().size(),
                description.partitions().get(0).replicas().size(),
                settings);
    }

    /** {@code delete}, {@code compact} or both, as Kafka writes it. */
    String cleanup() {
        return settings.getOrDefault("cleanup.policy", "delete");
    }

    boolean deletes() {
        return cleanup().contains("delete");
    }

    boolean compacts() {
        return cleanup().contains("compact");
    }

    /** How long records stay, ms; -1 for ever. */
    long retention() {
        return deletes() ? number("retention.ms", -1) : -1;
    }

    long number(String setting, long absent) {
        String value = settings.get(setting);
        return value == null ? absent : Long.parseLong(value);
    }
}
