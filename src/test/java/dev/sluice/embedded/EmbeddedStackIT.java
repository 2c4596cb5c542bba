package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Records;
import dev.sluice.avro.Registry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker and registry together, with our own encoder and decoder at the ends. */
class EmbeddedStackIT {

    private static final String TOPIC = "it.clean";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @Test
    void shouldGiveBackWhatWasWritten() throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start()) {
            createTopic(stack);
            write(stack, 3);

            assertThat(read(stack, 3)).containsOnly(Records.clean());
        }
    }

    @Test
    void shouldGoOnWithDataAndIdsWhenRestartedOnOtherPorts(@TempDir Path directory) throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(0, 0, directory)) {
            createTopic(stack);
            write(stack, 2);
        }
        try (EmbeddedStack stack = EmbeddedStack.start(0, 0, directory)) {
            assertThat(read(stack, 2)).containsOnly(Records.clean());
            write(stack, 1);
            assertThat(read(stack, 3)).containsOnly(Records.clean());
        }
    }

    @Test
    void shouldSayInOneLineThatADirectoryIsInUse(@TempDir Path directory) throws Exception {
        try (EmbeddedStack stack = EmbeddedStack.start(0, 0, directory)) {
            assertThatThrownBy(() -> EmbeddedStack.start(0, 0, directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(directory.resolve("kafka").toString())
                    .hasMessageEndingWith("is another one using the directory?");
            createTopic(stack);
            write(stack, 1);
            assertThat(read(stack, 1)).as("the first one goes on").hasSize(1);
        }
    }

    private static void createTopic(EmbeddedStack stack) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            TopicReadiness.create(admin, List.of(new NewTopic(TOPIC, 1, (short) 1)));
        }
    }

    /** In a transaction, which is what needs most of the broker. */
    private static void write(EmbeddedStack stack, int records) throws Exception {
        RecordEncoder<CleanSample> encoder = RecordEncoder.forTopic(registry(stack), TOPIC, CleanSample.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "transactional.id", "it"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(TOPIC, encoder.encode(Records.clean())));
            }
            producer.commitTransaction();
        }
    }

    private static List<CleanSample> read(EmbeddedStack stack, int expected) {
        RecordDecoder<CleanSample> decoder = new RecordDecoder<>(registry(stack), CleanSample.class);
        List<CleanSample> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (var row : consumer.poll(Duration.ofMillis(100))) {
                    found.add(decoder.decode(row.value()));
                }
                return found.size() >= expected;
            });
        }
        return found;
    }

    private static Registry registry(EmbeddedStack stack) {
        return Registry.connect(stack.registryUrl(), Map.of());
    }
}
