package dev.sluice.stream;

import dev.sluice.spec.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The few questions we ask Kafka about topics. Every fault names the address and what to do. */
final class TopicAdmin implements AutoCloseable {

    private static final int REQUEST_MILLIS = 5_000;
    private static final int CALL_MILLIS = 10_000;

    private static final Duration LEADERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Admin admin;
    private final String where;

    private TopicAdmin(Admin admin, String where) {
        this.admin = admin;
        this.where = where;
    }

    static TopicAdmin open(Connection connection) {
        Properties settings = connection.kafka();
        settings.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, "sluice-topics");
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
        String where = Connection.redact(connection.bootstrapServers());
        try {
            return new TopicAdmin(Admin.create(settings), where);
        } catch (KafkaException wrong) {
            throw new KafkaUnavailableException(where + ": " + KafkaFaults.sentence(wrong), wrong);
        }
    }

    /** The topics that exist, of those asked for. */
    Map<String, TopicDescription> describe(Collection<String> names) {
        Map<String, TopicDescription> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(names).topicNameValues();
        asked.forEach((name, answer) -> existing(answer).ifPresent(description -> found.put(name, description)));
        return found;
    }

    /** The settings of topics that exist. */
    Map<String, Config> settings(Collection<String> names) {
        List<ConfigResource> asked = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Config> found = new HashMap<>();
        get(admin.describeConfigs(asked).all()).forEach((resource, config) -> found.put(resource.name(), config));
        return found;
    }

    /** Creates topics, and returns those that did not exist: somebody else may be doing the same at this moment. */
    List<TopicPlan.Topic> create(Collection<TopicPlan.Topic> topics) {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.config()))
                .toList();
        CreateTopicsResult answers = admin.createTopics(wanted);
        return topics.stream()
                .filter(topic -> created(answers.values().get(topic.name())))
                .toList();
    }

    /** Sets settings of topics that exist, by topic and name; others stay as they are. */
    void alter(Map<String, Map<String, String>> wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        wanted.forEach((topic, settings) -> changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                settings.entrySet().stream()
                        .map(setting -> new AlterConfigOp(
                                new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                        .toList()));
        get(admin.incrementalAlterConfigs(changes).all());
    }

    /** Where the partitions of a topic end. */
    Map<TopicPartition, Long> ends(String topic, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        describe(List.of(topic))
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition ->
                                asked.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        get(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Whether a group has members, of whatever kind it is. One that died counts until its session ends. */
    boolean groupIsActive(String group) {
        return get(admin.listGroups().all()).stream()
                .filter(listed -> listed.groupId().equals(group))
                .anyMatch(listed -> listed.groupState()
                        .filter(state -> state != GroupState.EMPTY && state != GroupState.DEAD)
                        .isPresent());
    }

    /** The features that the cluster has switched on, and could. */
    BrokerFeatures features() {
        FeatureMetadata features = get(admin.describeFeatures().featureMetadata());
        Map<String, Short> finalised = new HashMap<>();
        features.finalizedFeatures().forEach((name, range) -> finalised.put(name, range.maxVersionLevel()));
        Map<String, Short> supported = new HashMap<>();
        features.supportedFeatures().forEach((name, range) -> supported.put(name, range.maxVersion()));
        return new BrokerFeatures(finalised, supported);
    }

    private boolean created(Future<Void> answer) {
        try {
            get(answer);
            return true;
        } catch (KafkaUnavailableException refused) {
            if (refused.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw refused;
        }
    }

    /**
     * Waits until the leader of every partition answers. A producer that starts straight after a creation can lose
     * records otherwise.
     */
    void awaitLeaders(Collection<TopicPlan.Topic> topics) {
        Map<TopicPartition, OffsetSpec> all = new HashMap<>();
        for (TopicPlan.Topic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                all.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + LEADERS_WITHIN.toNanos();
        while (true) {
            try {
                get(admin.listOffsets(all).all());
                return;
            } catch (KafkaUnavailableException notYet) {
                // A broker that is busy learns of a new topic later than its creator does.
                boolean mayCome = notYet.getCause() instanceof RetriableException;
                if (!mayCome || System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private Optional<TopicDescription> existing(Future<TopicDescription> answer) {
        try {
            return Optional.of(get(answer));
        } catch (KafkaUnavailableException refused) {
            if (refused.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException(where + ": interrupted", stopped);
        } catch (ExecutionException failed) {
            throw new KafkaUnavailableException(where + ": " + explain(failed.getCause()), failed.getCause());
        }
    }

    private static String explain(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "no Kafka answers there; start one with `sluice stack`, or name yours with --bootstrap-server"
                    + " (if it runs there, does it want TLS? then say security.protocol in --config)";
        }
        return KafkaFaults.explain(cause).orElseGet(cause::getMessage);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
