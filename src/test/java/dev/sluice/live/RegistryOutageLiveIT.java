package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.FaultyRegistry;
import dev.sluice.FaultyRegistry.Fault;
import dev.sluice.GeneratedRows;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.Side;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.replay.Balance;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import dev.sluice.stream.Pipeline;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registry that goes away while a pipeline runs on a broker, and comes back. */
class RegistryOutageLiveIT {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryOutageLiveIT.class);
    private static final int ROWS = 2_000;
    private static final int MORE = 400;

    private static final List<FaultyRegistry> FAULTY = new ArrayList<>();

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    //  known schemas | registry down | new schema, known schema | restart, registry half up | well again
    //     decided                       parked       decided          still parked             decided within 10 s
    @Test
    void shouldKeepWhatItCannotReadThroughAnOutageAndARestart() throws Exception {
        FaultyRegistry registry = faulty();
        Live live = STACK.pipeline("outage", registry.url(), Map.of());
        Pipeline first = live.start(2);
        live.running();
        GeneratedRows rows = new GeneratedRows(ROWS + 2 * MORE, 10, 7);
        try (InputWriter writer = writer(live)) {
            for (int row = 0; row < ROWS; row++) {
                send(writer, rows, row);
            }
            writer.flush();
            await().atMost(Duration.ofSeconds(60)).until(() -> decided(live) == ROWS);

            registry.become(Fault.DOWN);
            NewerLogits newer = new NewerLogits(live);
            for (int row = ROWS; row < ROWS + MORE; row++) {
                writer.send(sample(rows, row), System.currentTimeMillis());
                writer.send(
                        Side.LOGITS, null, System.currentTimeMillis(), key(rows, row), newer.encode(logits(rows, row)));
                send(writer, rows, row + MORE);
            }
            writer.flush();
        }
        await("known schemas flow").atMost(Duration.ofSeconds(30)).until(() -> decided(live) == ROWS + MORE);
        await().atMost(Duration.ofSeconds(30)).until(() -> live.account().parked() == MORE);
        assertThat(live.account().letters()).isZero();
        assertThat(live.account().outOfBalance()).isZero();

        live.stop(first);
        assertThat(recount(live).logits().parked())
                .as("parked, by the changelog")
                .isEqualTo(MORE);
        assertThatThrownBy(() -> live.open(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageStartingWith("schema registry " + registry.url() + " gave no answer")
                .hasMessageEndingWith("check that it runs and that --schema-registry names it");

        registry.onlyBelow("/schemas/");
        registry.become(Fault.UNAVAILABLE_503);
        live.start(2);
        live.running();
        await().atMost(Duration.ofSeconds(30)).until(() -> registry.hits(Fault.UNAVAILABLE_503) >= 3);
        assertThat(live.account().parked()).as("restored").isEqualTo(MORE);

        registry.become(Fault.NONE);
        long back = System.nanoTime();
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> live.account().parked() == 0);
        LOG.info("recovered {} ms after the registry came back", (System.nanoTime() - back) / 1_000_000);
        live.atRest(2L * (ROWS + 2 * MORE), ROWS + 2 * MORE);
        assertThat(live.account().letters() + live.account().leftovers()).isZero();
        assertThat(decided(live)).isEqualTo(ROWS + 2 * MORE);
    }

    @Test
    void shouldStopAndLoseNothingWhenNoMoreCanBeParked() throws Exception {
        int count = 85;
        FaultyRegistry registry = faulty();
        Live live = STACK.pipeline("full", registry.url(), Map.of("topics.partitions", "1"));
        registry.onlyBelow("/schemas/");
        registry.become(Fault.ERROR_500);
        Pipeline first = live.start(1);
        live.running();
        try (InputWriter writer = writer(live)) {
            for (int i = 0; i < count; i++) {
                Sample large = sample(new GeneratedRows(count, 10, 1), i);
                large.setPayload(ByteBuffer.wrap(new byte[900_000]));
                writer.send(large, System.currentTimeMillis());
            }
            writer.flush();
        }
        await().atMost(Duration.ofSeconds(60)).until(first::failed);
        assertThat(first.awaitEnd())
                .rootCause()
                .hasMessageContaining("bring the registry back, then start again; nothing is lost");
        live.stop(first);
        Balance balance = recount(live);
        assertThat(balance).as("%s", balance).isInstanceOf(Balance.Holds.class);
        // What was parked since the last commit was rolled back with its offsets: it is unread again.
        assertThat(balance.samples().parked()).isBetween(0L, (64L << 20) / 900_000);
        assertThat(balance.samples().parked() + balance.samples().unread()).isEqualTo(count);

        registry.become(Fault.NONE);
        live.start(1);
        live.running();
        await().atMost(Duration.ofSeconds(60)).until(() -> live.account().pending() == count);
        assertThat(live.account().letters()).isZero();
    }

    @Test
    void shouldSayAtTheStartWhatItCannotReachAndWaitForIt() throws Exception {
        FaultyRegistry registry = faulty();
        Live live = STACK.pipeline("start", registry.url(), Map.of());
        registry.become(Fault.DOWN);
        Path log = STACK.folder().resolve("start.log");
        Process run = run(live, log);
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> lines(log).stream()
                            .anyMatch(line -> line.contains("schema registry " + registry.url() + " gave no answer")));
            assertThat(lines(log).stream().filter(line -> line.contains(registry.url())))
                    .as("one line, which says what to do")
                    .singleElement()
                    .asString()
                    .contains("connection refused: check that it runs and that --schema-registry names it")
                    .contains("nothing is judged until it answers");
            assertThat(run.isAlive()).isTrue();

            registry.become(Fault.NONE);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> lines(log).stream().anyMatch(line -> line.contains("starts: 4 partitions")));
        } finally {
            run.destroy();
        }
        assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(lines(log)).noneMatch(line -> line.startsWith("\tat "));
    }

    // The recount after each test needs it too.
    private static FaultyRegistry faulty() throws Exception {
        FaultyRegistry registry = FaultyRegistry.inFrontOf(STACK.stack().registryUrl());
        FAULTY.add(registry);
        return registry;
    }

    @AfterAll
    static void close() throws Exception {
        for (FaultyRegistry registry : FAULTY) {
            registry.close();
        }
    }

    private static List<String> lines(Path log) throws Exception {
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static Process run(Live live, Path log) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.Sluice",
                "run",
                "-f",
                "topologies/quickstart.yaml",
                "--state-dir",
                log + ".state",
                "--bootstrap-server",
                live.connection.bootstrapServers(),
                "--schema-registry",
                live.connection.schemaRegistry()));
        for (String key : List.of("name", "topics.samples", "topics.logits")) {
            String topic = live.spec.name() + (key.equals("name") ? "" : key.substring("topics".length()));
            command.addAll(List.of("--set", key + "=" + topic));
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(log.toString()))
                .start();
    }

    private static Balance recount(Live live) {
        VerificationReport report = new Verification(live.connection, direct(), live.spec).run();
        assertThat(report.holds()).as("%s", report).isTrue();
        return report.balance();
    }

    private static long decided(Live live) {
        return live.account().clean() + live.account().quarantine();
    }

    private static Registry direct() {
        return Registry.connect(STACK.stack().registryUrl(), Map.of());
    }

    // Producers have their own way to the registry.
    private static InputWriter writer(Live live) throws Exception {
        return new InputWriter(live.connection, direct(), InputTopics.find(live.connection, live.spec));
    }

    private static void send(InputWriter writer, GeneratedRows rows, int row) {
        writer.send(sample(rows, row), System.currentTimeMillis());
        writer.send(logits(rows, row), System.currentTimeMillis());
    }

    private static byte[] key(GeneratedRows rows, int row) {
        return rows.id(row).getBytes(StandardCharsets.UTF_8);
    }

    private static Sample sample(GeneratedRows rows, int row) {
        return Sample.newBuilder()
                .setSampleId(rows.id(row))
                .setLabel(rows.label(row))
                .build();
    }

    private static Logits logits(GeneratedRows rows, int row) {
        return Logits.newBuilder()
                .setSampleId(rows.id(row))
                .setModelId("main")
                .setModelVersion("1")
                .setLogits(PrimitiveLists.list(rows.logits(row)))
                .setOutOfSample(true)
                .build();
    }

    /** Logits of a newer producer, with a field more: a schema that the pipeline has never asked for. */
    private static final class NewerLogits {
        private final RecordEncoder<Logits> ours;
        private final int id;

        NewerLogits(Live live) throws Exception {
            Schema schema = Logits.getClassSchema();
            List<Schema.Field> fields = new ArrayList<>();
            schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
            fields.add(new Schema.Field("host", Schema.create(Schema.Type.STRING), "", ""));
            id = direct().register(
                            live.spec.topics().logits() + "-value",
                            Schema.createRecord(schema.getName(), "", schema.getNamespace(), false, fields));
            ours = new RecordEncoder<>(id, schema);
        }

        byte[] encode(Logits row) {
            byte[] body = ours.encode(row);
            return ByteBuffer.allocate(body.length + 2)
                    .put(body)
                    .put(new byte[] {2, 'h'})
                    .array();
        }
    }
}
