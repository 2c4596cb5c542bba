package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.Python;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Records;
import dev.sluice.avro.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that nobody here wrote, on our topics: librdkafka with Confluent's Python package, and kcat. Skipped where they
 * are not installed (Debian: python3-confluent-kafka, python3-avro, kcat).
 */
@Timeout(120)
class ForeignClientIT {

    private static final int PARTITIONS = 4;

    private static EmbeddedStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = EmbeddedStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void shouldLetPythonReadCleanRows() throws Exception {
        Python python = Python.with("confluent_kafka.avro");
        createTopic("py.clean");
        RecordEncoder<CleanSample> encoder = RecordEncoder.forTopic(registry(), "py.clean", CleanSample.class);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>("py.clean", bytes("s-1"), encoder.encode(Records.clean())));
            }
        }

        Python.Ran ran =
                python.run(script("read_clean.py"), stack.bootstrapServers(), stack.registryUrl(), "py.clean", "3");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).hasSize(3);
        JsonNode row = new ObjectMapper().readTree(ran.out().get(0));
        assertThat(row.get("key").asText()).isEqualTo("s-1");
        assertThat(row.at("/label").asInt()).isEqualTo(3);
        assertThat(row.at("/weight").asDouble()).isEqualTo(1.0);
        assertThat(row.at("/origin").asText()).isEqualTo("RELEASE");
        assertThat(row.at("/soft_label/1").asDouble()).isEqualTo(0.75);
        assertThat(row.at("/sample/features/1").asDouble()).isEqualTo(-1.25);
        assertThat(row.at("/sample/attributes/split").asText()).isEqualTo("train");
        assertThat(row.at("/decision/reasons/0").asText()).isEqualTo("CONFIDENT_OTHER");
        assertThat(row.at("/decision/evidence/0/offset").asLong()).isEqualTo(4712);
    }

    @Test
    void shouldReadLogitsThatPythonWrote() throws Exception {
        Python python = Python.with("confluent_kafka.avro");
        createTopic("py.logits");

        Python.Ran ran = python.run(
                script("write_logits.py"),
                stack.bootstrapServers(),
                stack.registryUrl(),
                "py.logits",
                Path.of("schemas", "Logits.avsc").toAbsolutePath().toString(),
                "20");

        assertThat(ran.exit()).as(ran.err()).isZero();
        RecordDecoder<Logits> decoder = new RecordDecoder<>(registry(), Logits.class);
        int rows = 0;
        for (var row : read("py.logits", 20)) {
            Logits logits = decoder.decode(row.value());
            int i = Integer.parseInt(logits.getSampleId().substring(2));
            assertThat(new String(row.key(), StandardCharsets.UTF_8)).isEqualTo(logits.getSampleId());
            assertThat(PrimitiveLists.floats(logits.getLogits())).containsExactly(0.5f * i, -1.25f, 3f);
            assertThat(row.partition())
                    .as("murmur2, as Java places keys")
                    .isEqualTo(Utils.toPositive(Utils.murmur2(row.key())) % PARTITIONS);
            rows++;
        }
        assertThat(rows).isEqualTo(20);
        assertThat(registry().register("py.logits-value", Logits.getClassSchema()))
                .as("the file that we publish and the schema that we write are one to the registry")
                .isEqualTo(RecordDecoder.schemaId(read("py.logits", 20).get(0).value()));
    }

    @Test
    void shouldShowItsTopicsToKcat() throws Exception {
        assumeTrue(runs("kcat", "-V"), "skipped: kcat is not installed");
        createTopic("kcat.clean");

        Result kcat = run("kcat", "-L", "-b", stack.bootstrapServers());

        assertThat(kcat.exit()).as(kcat.err()).isZero();
        assertThat(String.join("\n", kcat.out())).contains("topic \"kcat.clean\" with " + PARTITIONS + " partitions");
    }

    private static void createTopic(String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            TopicReadiness.create(admin, List.of(new NewTopic(name, PARTITIONS, (short) 1)));
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(topic, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(rows::add);
                return rows.size() >= count;
            });
        }
        return rows;
    }

    private static Registry registry() {
        return Registry.connect(stack.registryUrl(), Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Path script(String name) throws Exception {
        return Path.of(ForeignClientIT.class.getResource("/foreign/" + name).toURI());
    }

    private record Result(int exit, List<String> out, String err) {}

    private static boolean runs(String... command) throws Exception {
        try {
            return run(command).exit() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static Result run(String... command) throws Exception {
        Path out = Files.createTempFile("foreign", ".out");
        Path err = Files.createTempFile("foreign", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", List.of(command))
                    .isTrue();
            return new Result(process.exitValue(), Files.readAllLines(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
