package dev.sluice.stream;

import dev.sluice.avro.Policy;
import dev.sluice.avro.Snapshot;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Bounded reads of the one-partition control topics, from the start to the end of the moment. */
public final class ControlTopics {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Connection connection;
    private final PipelineSpec spec;

    public ControlTopics(Connection connection, PipelineSpec spec) {
        this.connection = connection;
        this.spec = spec;
    }

    /** The policy in force by the topic, if it holds any. */
    public Optional<Policy> newestPolicy() {
        Newest<Policy> newest = new Newest<>(Comparator.comparingInt(Policy::getVersion));
        read(spec.policiesTopic(), Policy.class, newest::offer);
        return Optional.ofNullable(newest.best);
    }

    /** The newest snapshot in the topic, if it holds any. */
    public Optional<Snapshot> newestSnapshot() {
        Newest<Snapshot> newest =
                new Newest<>(Comparator.comparingInt(Snapshot::getGeneration).thenComparingLong(Snapshot::getSequence));
        snapshots(newest::offer);
        return Optional.ofNullable(newest.best);
    }

    /** Every snapshot in the topic, in its order. */
    public void snapshots(Consumer<Snapshot> each) {
        read(spec.snapshotsTopic(), Snapshot.class, each);
    }

    private <T extends SpecificRecord> void read(String topic, Class<T> type, Consumer<T> each) {
        ControlReader<T> control = new ControlReader<>(type);
        Properties settings = connection.kafka();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    T value = record.value() == null ? null : control.read(record.value());
                    if (value != null) {
                        each.accept(value);
                    }
                }
            }
        }
    }

    private static final class Newest<T> {
        private final Comparator<T> order;
        private T best;

        Newest(Comparator<T> order) {
            this.order = order;
        }

        void offer(T candidate) {
            if (best == null || order.compare(candidate, best) > 0) {
                best = candidate;
            }
        }
    }
}
