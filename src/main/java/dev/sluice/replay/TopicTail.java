package dev.sluice.replay;

import dev.sluice.spec.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One topic, read committed from its start to its end of the moment, and later on from there to the new end. Belongs to
 * no group: reading leaves no trace.
 */
public final class TopicTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> next = new HashMap<>();

    public TopicTail(Connection connection, String topic) {
        Properties settings = connection.kafka();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        next.putAll(consumer.beginningOffsets(partitions));
    }

    /** Whether there is such a topic. */
    public boolean exists() {
        return !partitions.isEmpty();
    }

    /** Where reading starts, by partition: at first the oldest offset that the topic still holds. */
    Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        next.forEach((partition, offset) -> positions.put(partition.partition(), offset));
        return positions;
    }

    /** Where the topic ends now, by partition. */
    Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions).forEach((partition, offset) -> ends.put(partition.partition(), offset));
        return ends;
    }

    /** Hands every record on that is committed by now and was not handed on before. */
    public void readOn(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        if (!exists()) {
            return;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        next.forEach(consumer::seek);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                each.accept(record);
            }
        }
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
    }

    /** The key of one record, or null when it has none or is gone. */
    byte[] keyAt(int partition, long offset) {
        TopicPartition place = partitions.get(0);
        for (TopicPartition candidate : partitions) {
            place = candidate.partition() == partition ? candidate : place;
        }
        consumer.assign(List.of(place));
        consumer.seek(place, offset);
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(5))) {
                return record.offset() == offset ? record.key() : null;
            }
            return null;
        } finally {
            consumer.assign(partitions);
            next.forEach(consumer::seek);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
