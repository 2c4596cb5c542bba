package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.avro.Side;
import dev.sluice.demo.DemoRun;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.replay.Balance;
import dev.sluice.replay.LedgerCheck;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationException;
import dev.sluice.replay.VerificationReport;
import dev.sluice.replay.VerificationReport.Named;
import dev.sluice.stream.Pipeline;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recount is itself proved: it must be silent while all is well, however busy, and name what a test breaks. */
@DisplayName("a recount from the topics")
class VerificationLiveIT {

    private static EmbeddedStack stack;

    @TempDir
    Path state;

    @BeforeAll
    static void startStack() throws Exception {
        stack = EmbeddedStack.start();
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }

    @Test
    void shouldGiveNoFalseAlarmWhileThePipelineIsRunning() throws Exception {
        try (Live live = new Live(stack, state, "busy", Map.of())) {
            DemoRun run = new DemoRun(live.spec, live.connection, live.registry, live.start(2));
            run.awaitRunning();
            AtomicBoolean over = new AtomicBoolean();
            Thread load = new Thread(() -> {
                try {
                    run.run(1, 60_000, sent -> {}, taken -> {});
                } catch (Exception unexpected) {
                    throw new AssertionError(unexpected);
                } finally {
                    over.set(true);
                }
            });
            load.start();
            int midway = 0;
            while (!over.get()) {
                VerificationReport report = recount(live);
                assertThat(report.balance()).as("%s", report).isInstanceOf(Balance.Holds.class);
                boolean moving = report.balance().samples().in() > 0
                        && report.balance().samples().unread()
                                        + report.balance().samples().pending()
                                > 0;
                midway += moving ? 1 : 0;
            }
            load.join();
            assertThat(midway).as("recounts while records were under way").isPositive();
            assertThat(recount(live).ledger()).isEqualTo(new LedgerCheck.Agrees());
        }
    }

    @Test
    void shouldNameAPlantedDuplicate() throws Exception {
        try (Live live = new Live(stack, state, "doubled", Map.of())) {
            String id = demoThenStop(live);
            repeatRow(live, id);

            VerificationReport report = recount(live);
            assertThat(report.holds()).isFalse();
            assertThat(report.doubled()).extracting(Named::id).containsExactly(id, id);
            assertThat(report.doubled()).extracting(Named::side).containsExactlyInAnyOrder(Side.SAMPLE, Side.LOGITS);
            assertThat(report.lost()).isEmpty();
        }
    }

    @Test
    void shouldNameAPlantedLoss() throws Exception {
        try (Live live = new Live(stack, state, "lost", Map.of())) {
            demoThenStop(live);
            skipOneSample(live, "never-judged");

            VerificationReport report = recount(live);
            assertThat(report.holds()).isFalse();
            assertThat(report.lost()).singleElement().satisfies(lost -> {
                assertThat(lost.id()).isEqualTo("never-judged");
                assertThat(lost.topic()).isEqualTo("lost.samples");
            });
            assertThat(report.doubled()).isEmpty();
            assertThat(report.ledger()).isInstanceOf(LedgerCheck.Differs.class);
        }
    }

    @Test
    void shouldSeeOneLostAndOneDoubled() throws Exception {
        try (Live live = new Live(stack, state, "both", Map.of())) {
            String id = demoThenStop(live);
            repeatRow(live, id);
            skipOneSample(live, "never-judged");

            VerificationReport report = recount(live);
            assertThat(report.lost()).extracting(Named::id).containsExactly("never-judged");
            assertThat(report.doubled()).extracting(Named::id).containsOnly(id);
        }
    }

    // A tick that is refused is an input that became a letter; one that is taken is nothing at all.
    @Test
    void shouldCountATickFromTheFarFutureAsTheLetterThatItBecame() throws Exception {
        try (Live live = new Live(stack, state, "ticks", Map.of())) {
            live.start(1);
            live.running();
            try (InputWriter writer =
                    new InputWriter(live.connection, live.registry, InputTopics.find(live.connection, live.spec))) {
                writer.tick(Side.SAMPLE, 1_000);
                writer.tick(Side.SAMPLE, 4_083_955_200_000L);
                writer.flush();
            }
            live.atRest(4, 0);
            Verification verification = new Verification(live.connection, live.registry, live.spec);
            await().until(verification::allTaken);

            VerificationReport report = verification.run();
            assertThat(report.holds()).as("%s", report).isTrue();
            assertThat(report.balance().samples().deadLetters()).isEqualTo(4);
            assertThat(report.ledger()).isEqualTo(new LedgerCheck.Agrees());
        }
    }

    @Test
    void shouldCountWhatNobodyHasReadAsUnread() throws Exception {
        try (Live live = new Live(stack, state, "idle", Map.of())) {
            writeSample(live, "alone");

            VerificationReport report = recount(live);
            assertThat(report.holds()).isTrue();
            assertThat(report.balance().samples().unread()).isEqualTo(1);
            assertThat(report.ledger()).isEqualTo(new LedgerCheck.NotCompared("the pipeline is not at rest"));
        }
    }

    @Test
    void shouldSayThatTheOutputsHoldWhatIsNotThePipelines() throws Exception {
        try (Live live = new Live(stack, state, "foreign", Map.of())) {
            send(live, new ProducerRecord<>(live.spec.cleanTopic(), 0, null, "hello".getBytes(StandardCharsets.UTF_8)));

            assertThatThrownBy(() -> recount(live))
                    .isInstanceOf(VerificationException.class)
                    .hasMessageStartingWith("foreign.clean partition 0 offset 0: is no row of this pipeline");
        }
    }

    private static VerificationReport recount(Live live) {
        return new Verification(live.connection, live.registry, live.spec).run();
    }

    /** Runs a small demo to its end; answers the id of one clean row. */
    private static String demoThenStop(Live live) throws Exception {
        Pipeline pipeline = live.start(1);
        DemoRun run = new DemoRun(live.spec, live.connection, live.registry, pipeline);
        run.awaitRunning();
        assertThat(run.run(1, 300, sent -> {}, taken -> {}).verification().holds())
                .isTrue();
        live.stop(pipeline);
        return new String(live.raw(live.spec.cleanTopic()).get(0).key(), StandardCharsets.UTF_8);
    }

    private static void repeatRow(Live live, String id) throws Exception {
        ConsumerRecord<byte[], byte[]> row = live.raw(live.spec.cleanTopic()).get(0);
        assertThat(new String(row.key(), StandardCharsets.UTF_8)).isEqualTo(id);
        send(live, new ProducerRecord<>(row.topic(), row.key(), row.value()));
    }

    /** A sample that the group's offsets claim to have been taken, although nobody looked at it. */
    private static void skipOneSample(Live live, String id) throws Exception {
        writeSample(live, id);
        Map<TopicPartition, OffsetAndMetadata> ends = new java.util.HashMap<>();
        live.raw(live.spec.topics().samples())
                .forEach(record -> ends.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1)));
        try (Admin admin = Admin.create(live.connection.kafka())) {
            admin.alterConsumerGroupOffsets(live.spec.filterId(), ends).all().get();
        }
    }

    private static void writeSample(Live live, String id) throws Exception {
        try (InputWriter writer =
                new InputWriter(live.connection, live.registry, InputTopics.find(live.connection, live.spec))) {
            writer.send(
                    dev.sluice.avro.Sample.newBuilder()
                            .setSampleId(id)
                            .setLabel(1)
                            .build(),
                    System.currentTimeMillis());
            writer.flush();
        }
    }

    private static void send(Live live, ProducerRecord<byte[], byte[]> record) throws Exception {
        Properties settings = live.connection.kafka();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }
}
