package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.FaultyRegistry;
import dev.sluice.FaultyRegistry.Fault;
import dev.sluice.avro.BreakerRegistry;
import dev.sluice.avro.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The filter with the real client and a registry that goes wrong while records are in flight. HTTP takes real time, all the
 * rest the time of the test.
 */
class RegistryOutageTest {

    private static final String AT_ONCE = "classes: 3\n"
            + "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0, route: hold}}\n"
            + "learning: {snapshotEvery: {records: 1, time: 1s}}\n";

    private final AtomicLong nanos = new AtomicLong();
    private FaultyRegistry server;
    private FilterHarness pipeline;

    // The first question of all loads the client, which takes longer than this test waits for an answer.
    @BeforeAll
    static void loadTheClient() throws Exception {
        try (FaultyRegistry any = FaultyRegistry.holding(path -> FaultyRegistry.schemaAnswer("\"int\""))) {
            Registry.connect(any.url(), Map.of()).schema(1);
        }
    }

    @BeforeEach
    void warm() throws Exception {
        server = FaultyRegistry.holding(this::answer);
        pipeline = new FilterHarness(
                AT_ONCE,
                Map.of(),
                holding -> new BreakerRegistry(
                        Registry.connect(server.url(), Map.of("schema.registry.http.read.timeout.ms", "300")),
                        nanos::get));
        for (int k = 0; k < 3; k++) {
            pair("warm" + k, k);
            pipeline.shuttle();
        }
        pass(50);
        assertThat(pipeline.clean()).hasSize(3);
        assertThat(server.hits(Fault.NONE)).as("one question for each schema").isEqualTo(2);
    }

    @AfterEach
    void theLawHolds() throws Exception {
        assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
        assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
        pipeline.close();
        server.close();
    }

    //  fault begins        new schema   known schema     3 s later             well again     within 10 s
    //  ----+--------------------+-------------+---------------+---------------------+---------------+------
    //                        parked        decided     parked, no letter, time held              decided
    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldParkWhatItCannotAskForWhileTheRestFlows(Fault fault) throws Exception {
        byte[] unknown = pipeline.encodeWithNewSchema(logits("a").values(sure(1)));
        server.become(fault);

        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), unknown, T0, new RecordHeaders());
        pipeline.pipe(sample("a").label(1));
        assertThat(pipeline.ledger().parked()).isEqualTo(1);
        pair("known", 2);
        pipeline.shuttle();
        assertThat(decided()).containsExactly("known");

        // Far past the wait of the parked record, if time went on.
        pair("later", 0, Duration.ofHours(1).toMillis());
        pass(3_000);
        pipeline.shuttle();
        assertThat(pipeline.ledger().parked()).isEqualTo(1);
        assertThat(pipeline.letters()).isEmpty();
        assertThat(pipeline.leftovers()).as("nothing expired meanwhile").isEmpty();
        assertThat(fault == Fault.DOWN || server.hits(fault) >= 3)
                .as("it was asked, and asked again, in the outage")
                .isTrue();
        assertThat(server.hits(fault)).as("but not at every beat").isLessThan(8);

        server.become(Fault.NONE);
        long recovered = 0;
        for (; pipeline.ledger().parked() > 0 && recovered <= 10_000; recovered += 50) {
            pass(50);
        }
        assertThat(recovered).as("ms until it was taken up").isLessThanOrEqualTo(10_000);
        pipeline.shuttle();
        pass(50);
        assertThat(decided()).contains("a");
        assertThat(pipeline.letters()).isEmpty();
    }

    @Test
    void shouldMakeLettersOfWhatAHealthyRegistryDeniesThreeTimes() throws Exception {
        byte[] unknown = pipeline.encodeWithNewSchema(logits("a").values(sure(1)));
        unknown[4] = 99;
        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), unknown, T0, new RecordHeaders());
        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), unknown, T0, new RecordHeaders());
        assertThat(pipeline.ledger().parked()).as("after the first no").isEqualTo(2);

        pass(2_000);

        List<TestRecord<byte[], byte[]>> letters = pipeline.letters();
        assertThat(letters).hasSize(2);
        assertThat(FilterHarness.header(letters.get(0), "sluice.cause")).isEqualTo("UNKNOWN_SCHEMA");
        assertThat(FilterHarness.header(letters.get(0), "sluice.detail"))
                .contains("does not know schema id 99")
                .endsWith("(asked 3 times)");
        assertThat(letters.get(0).value()).isEqualTo(unknown);
        assertThat(server.hits(Fault.NONE)).as("2 for what is known, 3 denials").isEqualTo(5);
        assertThat(pipeline.ledger().parked()).isZero();
    }

    @Test
    void shouldMakeLettersOfASchemaThatAvroRefuses() throws Exception {
        byte[] hostile = pipeline.encodeWithNewSchema(logits("a").values(sure(1)));
        hostile[4] = 66;
        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), hostile, T0, new RecordHeaders());
        assertThat(pipeline.ledger().parked()).isEqualTo(1);

        pass(2_000);

        List<TestRecord<byte[], byte[]>> letters = pipeline.letters();
        assertThat(letters).hasSize(1);
        assertThat(FilterHarness.header(letters.get(0), "sluice.cause")).isEqualTo("INCOMPATIBLE_SCHEMA");
        assertThat(FilterHarness.header(letters.get(0), "sluice.detail"))
                .contains("has a schema id 66 that Avro refuses: Illegal character in: a-b");
    }

    @Test
    void shouldNotCountAnOutageBetweenTwoDenialsAsOne() throws Exception {
        byte[] unknown = pipeline.encodeWithNewSchema(logits("a").values(sure(1)));
        unknown[4] = 99;
        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), unknown, T0, new RecordHeaders());
        pass(300);
        server.become(Fault.ERROR_500);
        pass(10_000);
        assertThat(pipeline.letters()).isEmpty();

        server.become(Fault.NONE);
        pass(5_000);

        assertThat(pipeline.letters()).hasSize(1);
    }

    // One id whose schema the registry cannot give (a 500 for this one) must not keep others from being asked for.
    @Test
    void shouldGetToNewSchemasWhileOneAlwaysFails() throws Exception {
        byte[] poisoned = pipeline.encodeWithNewSchema(logits("p").values(sure(1)));
        poisoned[4] = 55;
        pipeline.raw(Side.LOGITS, FilterHarness.key("p"), poisoned, T0, new RecordHeaders());
        pass(20_000);
        byte[] fresh = pipeline.encodeWithNewSchema(logits("a").values(sure(1)));
        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), fresh, T0, new RecordHeaders());
        pipeline.pipe(sample("a").label(1));
        assertThat(pipeline.ledger().parked()).isEqualTo(2);

        pass(5_000);
        pipeline.shuttle();

        assertThat(pipeline.ledger().parked()).as("the poisoned one").isEqualTo(1);
        assertThat(decided()).containsExactly("a");
        assertThat(pipeline.letters()).isEmpty();
    }

    private String answer(String path) {
        int id = Integer.parseInt(path.replaceAll("^/schemas/ids/(\\d+).*", "$1"));
        if (id == 55) {
            return FaultyRegistry.schemaAnswer("<broken in the store>");
        }
        if (id == 66) {
            return FaultyRegistry.schemaAnswer("{\"type\":\"record\",\"name\":\"a-b\",\"fields\":[]}");
        }
        try {
            return FaultyRegistry.schemaAnswer(pipeline.registry.schema(id).toString());
        } catch (Exception unknown) {
            return null;
        }
    }

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += 50) {
            nanos.addAndGet(Duration.ofMillis(50).toNanos());
            pipeline.pass(Duration.ofMillis(50));
        }
    }

    private List<String> decided() {
        return pipeline.clean().stream()
                .map(row -> row.getSample().getSampleId())
                .toList();
    }

    private void pair(String id, int label) {
        pair(id, label, 0);
    }

    private void pair(String id, int label, long afterStart) {
        pipeline.pipe(sample(id).label(label).at(afterStart))
                .pipe(logits(id).values(sure(label)).at(afterStart));
    }

    private static float[] sure(int k) {
        float[] values = {0, 0, 0};
        values[k] = 5;
        return values;
    }
}
