package dev.sluice.stream;

import dev.sluice.avro.Policy;
import dev.sluice.avro.PolicyAnswer;
import dev.sluice.avro.Snapshot;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
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
        return policyLog().newest();
    }

    /** Every policy that the topic holds, by version. */
    public SortedMap<Integer, Policy> policies() {
        return policyLog().policies();
    }

    /** Everything that the topic of policies holds. */
    public PolicyLog policyLog() {
        SortedMap<Integer, Policy> policies = new TreeMap<>();
        List<PolicyAnswer> answers = new ArrayList<>();
        ControlReader<Policy> versions = new ControlReader<>(Policy.class);
        ControlReader<PolicyAnswer> refusals = new ControlReader<>(PolicyAnswer.class);
        read(spec.policiesTopic(), record -> {
            boolean answer = ControlKeys.answers(record.key());
            PolicyAnswer refusal = record.value() == null || !answer ? null : refusals.read(record.value());
            Policy policy = record.value() == null || answer ? null : versions.read(record.value());
            if (policy != null) {
                policies.put(policy.getVersion(), policy);
            }
            if (refusal != null) {
                answers.add(refusal);
            }
        });
        return new PolicyLog(policies, answers);
    }

    /** The newest snapshot in the topic, if it holds any. Torn ones and others that contradict themselves are passed over. */
    public Optional<Snapshot> newestSnapshot() {
        SnapshotCandidates candidates = new SnapshotCandidates();
        wholeSnapshots(candidates::offer);
        return Optional.ofNullable(candidates.take()).map(SnapshotCandidates.Read::record);
    }

    /** Every generation that has a snapshot in the topic, by number: with the class list of the first that can be read. */
    public SortedMap<Integer, Generation> generations() {
        SortedMap<Integer, Generation> found = new TreeMap<>();
        SnapshotCandidates reader = new SnapshotCandidates();
        wholeSnapshots(whole -> {
            int number = whole.version().generation();
            SnapshotCandidates.Read read = found.containsKey(number) ? null : reader.read(whole);
            if (read != null) {
                found.put(number, new Generation(number, read.record().getClassListHash()));
            }
        });
        return found;
    }

    /** Every whole snapshot in the topic, in its order. */
    public void snapshots(Consumer<Snapshot> each) {
        SnapshotCandidates reader = new SnapshotCandidates();
        wholeSnapshots(whole -> {
            SnapshotCandidates.Read read = reader.read(whole);
            if (read != null) {
                each.accept(read.record());
            }
        });
    }

    private void wholeSnapshots(Consumer<SnapshotAssembly.Whole> each) {
        SnapshotAssembly assembly = new SnapshotAssembly();
        read(spec.snapshotsTopic(), record -> {
            SnapshotAssembly.Whole whole =
                    assembly.take(new String(record.key(), StandardCharsets.UTF_8), record.value());
            if (whole != null) {
                each.accept(whole);
            }
        });
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
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
                consumer.poll(POLL).forEach(each);
            }
        }
    }
}
