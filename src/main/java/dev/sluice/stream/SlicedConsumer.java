package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.stream.BoundedReader.Slice;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads parts of topics like {@link BoundedReader}, but a portion at a time, and who reads says of which partitions nothing more
 * is wanted for the moment. For one thread.
 */
public final class SlicedConsumer implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Slice> slices;
    private final Set<TopicPartition> open = new HashSet<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private long idleNanos;

    public SlicedConsumer(Connection connection, Map<TopicPartition, Slice> slices) {
        this.slices = slices;
        consumer = new KafkaConsumer<>(
                BoundedReader.settings(connection), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        slices.forEach((partition, slice) -> {
            if (slice.length() > 0) {
                open.add(partition);
            }
        });
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, slices.get(partition).from()));
    }

    /** Partitions of which everything was read. */
    public Set<TopicPartition> ended() {
        Set<TopicPartition> ended = new HashSet<>(slices.keySet());
        ended.removeAll(open);
        return ended;
    }

    /**
     * Reads a portion.
     *
     * @param busy partitions of which nothing is wanted now
     * @throws KafkaUnavailableException when nothing comes for a minute
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException when a part was deleted meanwhile
     */
    public void poll(Consumer<ConsumerRecord<byte[], byte[]>> each, Collection<TopicPartition> busy) {
        if (open.isEmpty()) {
            return;
        }
        consumer.resume(open);
        consumer.pause(busy.stream().filter(open::contains).toList());
        long begin = System.nanoTime();
        boolean moved = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < slices.get(partition).to()) {
                each.accept(record);
            }
        }
        for (TopicPartition partition : Set.copyOf(open)) {
            long position = consumer.position(partition);
            if (!Long.valueOf(position).equals(positions.put(partition, position))) {
                moved = true;
            }
            if (position >= slices.get(partition).to()) {
                open.remove(partition);
                consumer.pause(Set.of(partition));
            }
        }
        idleNanos = moved ? 0 : idleNanos + System.nanoTime() - begin;
        if (idleNanos > PATIENCE_NANOS && !open.isEmpty()) {
            throw new KafkaUnavailableException(
                    open.iterator().next() + ": nothing came for a minute: is the broker up?", null);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
