package dev.sluice.stream;

import dev.sluice.spec.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads parts of topics whose bounds are known before, committed records only. Belongs to no group and commits nothing:
 * reading leaves no trace, and no live consumer notices.
 *
 * <p>What retention deletes while it is read is an error, never a gap that nobody sees: the consumer has no place to go to
 * when an offset is gone.
 *
 * <p>For one thread.
 */
public final class BoundedReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Part of a partition.
     *
     * @param from first offset
     * @param to offset behind the last
     */
    public record Slice(long from, long to) {

        /** How many offsets it spans; markers of transactions take some of them. */
        public long length() {
            return Math.max(0, to - from);
        }
    }

    public BoundedReader(Connection connection) {
        consumer = new KafkaConsumer<>(settings(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Of a consumer that leaves no trace. */
    static Properties settings(Connection connection) {
        Properties settings = connection.kafka();
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        // What is asked for is there already. A fetch beyond it, sent ahead, must not wait for news: a seek waits for
        // it.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
        return settings;
    }

    /** The partitions of a topic, none when there is no such topic. */
    public List<TopicPartition> partitions(String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo info : consumer.partitionsFor(topic)) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        return partitions;
    }

    /** The oldest offsets that are still there. */
    public Map<TopicPartition, Long> begins(Collection<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions);
    }

    /** Where committed records end now: the last stable offsets. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions);
    }

    /** The first offset at or after a time, by partition; a partition that has nothing so late is left out. */
    public Map<TopicPartition, Long> from(long millis, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, millis));
        Map<TopicPartition, Long> found = new HashMap<>();
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
                consumer.offsetsForTimes(times).entrySet()) {
            if (entry.getValue() != null) {
                found.put(entry.getKey(), entry.getValue().offset());
            }
        }
        return found;
    }

    /**
     * Hands every record of the slices on: in the order of offsets within a partition, partitions side by side.
     *
     * @throws KafkaUnavailableException when nothing comes for a minute
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when a part was deleted meanwhile
     */
    public void read(Map<TopicPartition, Slice> slices, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Set<TopicPartition> open = new HashSet<>();
        slices.forEach((partition, slice) -> {
            if (slice.length() > 0) {
                open.add(partition);
            }
        });
        consumer.assign(open);
        // A partition that was read to its end before, and is assigned again, is still paused.
        consumer.resume(open);
        open.forEach(partition -> consumer.seek(partition, slices.get(partition).from()));
        Map<TopicPartition, Long> positions = new HashMap<>();
        long moved = System.nanoTime();
        while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < slices.get(partition).to()) {
                    each.accept(record);
                }
            }
            for (TopicPartition partition : List.copyOf(open)) {
                long position = consumer.position(partition);
                if (!Long.valueOf(position).equals(positions.put(partition, position))) {
                    moved = System.nanoTime();
                }
                if (position >= slices.get(partition).to()) {
                    open.remove(partition);
                    consumer.pause(List.of(partition));
                }
            }
            if (System.nanoTime() - moved > PATIENCE_NANOS) {
                throw new KafkaUnavailableException(
                        open.iterator().next() + ": nothing came for a minute: is the broker up?", null);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
