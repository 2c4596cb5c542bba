package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Logits;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.Sample;
import dev.sluice.avro.Side;
import dev.sluice.embedded.TopicReadiness;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.replay.Balance;
import dev.sluice.replay.LedgerCheck;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import dev.sluice.stream.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Producers that place keys as librdkafka does by default, by CRC-32, and inputs with different numbers of partitions. */
class RepartitionLiveIT {

    private static final int ROWS = 3_000;
    private static final int UNPAIRED = 7;
    private static final GeneratedRows DATA = new GeneratedRows(ROWS, 10, 8);

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldDecideEverythingWhateverThePartitionsOfTheInputs() throws Exception {
        try (Admin admin = Admin.create(
                Map.<String, Object>of("bootstrap.servers", STACK.stack().bootstrapServers()))) {
            TopicReadiness.create(
                    admin,
                    List.of(new NewTopic("foreign.samples", 3, (short) 1), new NewTopic("foreign.logits", 5, (short)
                            1)));
        }
        Live live = STACK.pipeline("foreign", Map.of("topics.repartition", "true"));
        live.start(2);
        live.running();
        write(live);
        Verification verification = new Verification(live.connection, live.registry, live.spec);
        // Records stand in the internal topics meanwhile, read from the inputs and not by the filter.
        for (VerificationReport report = verification.run(); ; report = verification.run()) {
            assertThat(report.balance()).as("while it runs: %s", report).isInstanceOf(Balance.Holds.class);
            if (report.balance().samples().unread() + report.balance().logits().unread() == 0) {
                break;
            }
        }
        live.atRest(2L * ROWS - UNPAIRED, ROWS - UNPAIRED);

        List<Decision> decisions = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class).forEach(row -> decisions.add(row.getDecision()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                .forEach(row -> decisions.add(row.getDecision()));
        assertThat(decisions)
                .hasSize(ROWS - UNPAIRED)
                .extracting(Decision::getSampleId)
                .doesNotHaveDuplicates();
        assertThat(live.raw(live.spec.deadLettersTopic())).isEmpty();
        assertThat(live.account().leftovers()).as("expired by the ticks").isEqualTo(UNPAIRED);
        assertThat(live.account().outOfBalance()).isZero();
        Map<String, ConsumerRecord<byte[], byte[]>> inputs = new HashMap<>();
        for (String topic : List.of("foreign.samples", "foreign.logits")) {
            live.raw(topic).forEach(record -> inputs.put(topic + record.partition() + "@" + record.offset(), record));
        }
        assertThat(decisions).allSatisfy(decision -> {
            int home = decision.getPartition();
            int ofSample = decision.getSamplePartition() == null ? home : decision.getSamplePartition();
            Integer named = decision.getEvidence().get(0).getPartition();
            int ofLogits = named == null ? home : named;
            byte[] id = utf8(decision.getSampleId());
            assertThat(inputs.get("foreign.samples" + ofSample + "@" + decision.getSampleOffset())
                            .key())
                    .isEqualTo(id);
            assertThat(inputs.get("foreign.logits" + ofLogits + "@"
                                    + decision.getEvidence().get(0).getOffset())
                            .key())
                    .isEqualTo(id);
            assertThat(home).isEqualTo(BuiltInPartitioner.partitionForKey(id, 4));
        });
        await().atMost(Duration.ofSeconds(30)).until(verification::allTaken);
        assertThat(verification.run().ledger()).isEqualTo(new LedgerCheck.Agrees());
    }

    @Test
    void shouldMakeLettersOfThemWithoutRepartitioning() throws Exception {
        Live live = STACK.pipeline("strict", Map.of());
        live.start(2);
        live.running();
        write(live);
        long strays = IntStream.range(0, ROWS)
                .mapToObj(row -> utf8(DATA.id(row)))
                .filter(key -> crc(key, 4) != BuiltInPartitioner.partitionForKey(key, 4))
                .count();
        assertThat(strays).isGreaterThan(ROWS / 2);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(live.account().inputs()).isEqualTo(2L * ROWS - UNPAIRED));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<String> causes = live.raw(live.spec.deadLettersTopic()).stream()
                    .map(letter -> new String(
                            letter.headers().lastHeader("sluice.cause").value(), StandardCharsets.UTF_8))
                    .toList();
            assertThat(causes).containsOnly("WRONG_PARTITION");
            assertThat((long) causes.size()).isBetween(2 * strays - UNPAIRED, 2 * strays);
        });
        assertThat(live.account().outOfBalance()).isZero();
    }

    @Test
    void shouldTakeForUnreadWhatStandsBetweenInputAndFilter() throws Exception {
        Live live = STACK.pipeline("between", Map.of("topics.repartition", "true"));
        Pipeline instance = live.start(1);
        live.running().load(DATA, IntStream.range(0, 20).toArray());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(live.account().inputs()).isEqualTo(40));
        live.stop(instance);
        moveOn(live, "on-its-way");

        VerificationReport report = new Verification(live.connection, live.registry, live.spec).run();

        assertThat(report.balance()).as("%s", report).isInstanceOf(Balance.Holds.class);
        assertThat(report.balance().samples().unread()).isEqualTo(1);
        assertThat(report.balance().samples().in()).isEqualTo(20);
        live.start(1);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(live.account().samples()).isEqualTo(21));
    }

    // A sample as it stands when its input is committed and the filter was stopped before it.
    private static void moveOn(Live live, String id) throws Exception {
        byte[] value;
        Sample sample = Sample.newBuilder().setSampleId(id).setLabel(1).build();
        try (InputWriter writer =
                new InputWriter(live.connection, live.registry, InputTopics.find(live.connection, live.spec))) {
            value = writer.encode(sample);
            writer.send(sample, System.currentTimeMillis());
            writer.flush();
        }
        ConsumerRecord<byte[], byte[]> input = live.raw(live.spec.topics().samples()).stream()
                .filter(record -> Arrays.equals(record.key(), utf8(id)))
                .findFirst()
                .orElseThrow();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(live.connection.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> moved =
                    new ProducerRecord<>("between-samples-by-id-repartition", null, input.timestamp(), utf8(id), value);
            moved.headers().add("sluice.origin.partition", utf8("" + input.partition()));
            moved.headers().add("sluice.origin.offset", utf8("" + input.offset()));
            producer.send(moved).get();
        }
        try (Admin admin = Admin.create(live.connection.kafka())) {
            admin.alterConsumerGroupOffsets(
                            live.spec.filterId(),
                            Map.of(
                                    new TopicPartition(input.topic(), input.partition()),
                                    new OffsetAndMetadata(input.offset() + 1)))
                    .all()
                    .get();
        }
    }

    // All rows at one moment; the last ones have no logits.
    private static void write(Live live) throws Exception {
        InputTopics topics = InputTopics.find(live.connection, live.spec);
        long start = System.currentTimeMillis();
        try (InputWriter writer = new InputWriter(live.connection, live.registry, topics)) {
            for (int row = 0; row < ROWS; row++) {
                byte[] key = utf8(DATA.id(row));
                Sample sample = Sample.newBuilder()
                        .setSampleId(DATA.id(row))
                        .setLabel(DATA.label(row))
                        .build();
                writer.send(Side.SAMPLE, crc(key, topics.partitions(Side.SAMPLE)), start, key, writer.encode(sample));
                if (row < ROWS - UNPAIRED) {
                    List<Float> scores = new ArrayList<>();
                    for (float score : DATA.logits(row)) {
                        scores.add(score);
                    }
                    Logits logits = Logits.newBuilder()
                            .setSampleId(DATA.id(row))
                            .setModelId("main")
                            .setLogits(scores)
                            .setOutOfSample(true)
                            .build();
                    writer.send(
                            Side.LOGITS, crc(key, topics.partitions(Side.LOGITS)), start, key, writer.encode(logits));
                }
            }
            long over = start + live.spec.pairing().waiting().toMillis() + 1;
            writer.tick(Side.SAMPLE, over);
            writer.tick(Side.LOGITS, over);
            writer.flush();
        }
    }

    private static int crc(byte[] key, int partitions) {
        CRC32 crc = new CRC32();
        crc.update(key);
        return (int) (crc.getValue() % partitions);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
