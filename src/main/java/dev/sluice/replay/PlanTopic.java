package dev.sluice.replay;

import dev.sluice.spec.Connection;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topic in which a replay keeps what it is. */
final class PlanTopic {

    private static final String PLAN = "plan";

    private final Connection connection;
    private final String topic;

    PlanTopic(Connection connection, String topic) {
        this.connection = connection;
        this.topic = topic;
    }

    /** The plan in the topic; of two the first counts. */
    Optional<ReplayPlan> read() {
        List<String> found = new ArrayList<>();
        try (BoundedReader reader = new BoundedReader(connection)) {
            List<TopicPartition> partitions = reader.partitions(topic);
            if (partitions.isEmpty()) {
                return Optional.empty();
            }
            TopicPartition only = partitions.get(0);
            Slice all = new Slice(
                    reader.begins(partitions).get(only), reader.ends(partitions).get(only));
            reader.read(Map.of(only, all), record -> {
                if (record.key() != null
                        && record.value() != null
                        && PLAN.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                    found.add(new String(record.value(), StandardCharsets.UTF_8));
                }
            });
        }
        return found.stream().findFirst().map(json -> ReplayPlan.parse(topic, json));
    }

    /** The record that keeps a plan. */
    ProducerRecord<byte[], byte[]> record(ReplayPlan plan) {
        return new ProducerRecord<>(
                topic, 0, PLAN.getBytes(StandardCharsets.UTF_8), plan.toJson().getBytes(StandardCharsets.UTF_8));
    }
}
