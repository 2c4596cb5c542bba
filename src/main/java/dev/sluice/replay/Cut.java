package dev.sluice.replay;

import dev.sluice.spec.Connection;
import dev.sluice.stream.KafkaFaults;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the filter has come: the offsets that its group has committed. What lies below has been taken.
 *
 * @param committed by topic and partition
 */
record Cut(Map<TopicPartition, Long> committed) {

    private static final int ANSWER_WITHIN_MILLIS = 15_000;

    /**
     * Asks for the committed offsets. Those of a transaction that is still open are not among them, and are not waited
     * for: the admin client leaves partitions out of a stable answer while any transaction is open.
     */
    static Cut of(Connection connection, String group) {
        Properties settings = connection.kafka();
        settings.putIfAbsent("default.api.timeout.ms", ANSWER_WITHIN_MILLIS);
        settings.putIfAbsent("request.timeout.ms", ANSWER_WITHIN_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            Map<TopicPartition, OffsetAndMetadata> answer = admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec()),
                            new ListConsumerGroupOffsetsOptions().requireStable(false))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
            Map<TopicPartition, Long> committed = new TreeMap<>((left, right) -> {
                int byTopic = left.topic().compareTo(right.topic());
                return byTopic != 0 ? byTopic : Integer.compare(left.partition(), right.partition());
            });
            answer.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            return new Cut(committed);
        } catch (ExecutionException failed) {
            throw new VerificationException(
                    Connection.redact(connection.bootstrapServers()) + ": the offsets of group " + group
                            + " cannot be read: " + KafkaFaults.sentence(failed.getCause()),
                    failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new VerificationException("stopped", stop);
        }
    }

    /** The committed offset of a partition; 0 where there is none. */
    long of(String topic, int partition) {
        return committed.getOrDefault(new TopicPartition(topic, partition), 0L);
    }
}
