package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams of every kind of trouble: late, repeated, far apart, malformed, of unknown schemas, with outages of the registry
 * and a learner that comes and goes. The law holds after every record, and in the end every input offset has exactly one
 * fate.
 */
class ConservationPropertyTest {

    private static final int RECORDS = 1_500;
    private static final long MINUTE = 60_000;

    private final TreeMap<String, Integer> fates = new TreeMap<>();
    private final long[] nextOffset = new long[2];
    private long inputs;
    private boolean outage;
    private String[] models = {"main"};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldGiveEveryInputOneFateWhateverComes(long seed) {
        shouldGiveEveryInputOneFate(seed, "");
    }

    @ParameterizedTest
    @CsvSource({"7, expire, ignore", "8, judge, ignore", "9, expire, every", "10, judge, every", "11, judge, every"})
    void shouldGiveEveryInputOneFateWithSeveralModels(long seed, String onTimeout, String onRepeat) {
        models = new String[] {"main", "side"};
        shouldGiveEveryInputOneFate(
                seed,
                "models: [{id: main}, {id: side}]\npairing: {onTimeout: " + onTimeout + ", onRepeat: " + onRepeat
                        + "}\n");
    }

    private void shouldGiveEveryInputOneFate(long seed, String settings) {
        Random random = new Random(seed);
        try (FilterHarness pipeline = FilterHarness.of("classes: 3\n" + settings
                + "policy: {detector: confident_learning, warmUp: {samples: 100, perClass: 3}}\n"
                + "learning: {maxAhead: 20, window: {time: 24h}, snapshotEvery: {records: 10, time: 1s}}\n")) {
            long now = -Duration.ofHours(20).toMillis();
            for (int i = 0; i < RECORDS; i++) {
                now += random.nextInt(40) == 0 ? 20 * MINUTE : random.nextInt(20_000);
                step(pipeline, random, now);
                assertLaw(pipeline, seed, i);
            }
            outage(pipeline, false);
            for (int i = 0; i < 20; i++) {
                pipeline.pass(Duration.ofSeconds(3)).shuttle();
            }
            tick(pipeline, now + 60 * MINUTE);
            pipeline.pass(Duration.ofSeconds(3)).shuttle().pass(Duration.ofSeconds(3));
            assertLaw(pipeline, seed, RECORDS);
            assertThat(pipeline.ledger().pending()).as("seed %s", seed).isZero();
            assertThat(pipeline.ledger().parked()).as("seed %s", seed).isZero();
            collect(pipeline);
        }
        assertThat(fates).as("seed %s", seed).hasSize((int) inputs);
        assertThat(fates.values()).as("seed %s", seed).allMatch(times -> times == 1);
    }

    private void step(FilterHarness pipeline, Random random, long now) {
        String id = "s" + random.nextInt(RECORDS / 4);
        long at = now - random.nextInt(6 * (int) MINUTE) - (random.nextInt(20) == 0 ? 25 * MINUTE : 0);
        switch (random.nextInt(40)) {
            case 0 -> outage(pipeline, random.nextBoolean());
            case 1, 2, 3 -> pipeline.shuttle();
            case 4, 5 -> pipeline.pass(FilterProcessor.BEAT);
            case 6 -> pipeline.pass(Duration.ofMillis(random.nextInt(1_500)));
            case 7 -> raw(pipeline, random, null, new byte[] {0, 0, 0, 0, 1}, T0 + at);
            case 8 -> raw(pipeline, random, id, null, T0 + at);
            case 9 -> raw(pipeline, random, id, new byte[random.nextInt(12)], T0 + at);
            case 10 -> raw(pipeline, random, id, new byte[] {0, 0, 0, 9, (byte) random.nextInt(2), 1}, T0 + at);
            case 11 -> raw(pipeline, random, id, pipeline.encode(sample(id)), 0);
            case 12 ->
                raw(
                        pipeline,
                        random,
                        id,
                        pipeline.encode(sample(id)),
                        T0 + Duration.ofDays(900).toMillis());
            case 13 -> raw(pipeline, random, id, pipeline.encode(logits("x" + id)), T0 + at);
            case 14, 15 -> pipe(pipeline, Side.LOGITS, id, newSchema(pipeline, random, id), T0 + at);
            case 16 -> tick(pipeline, now - 30 * MINUTE);
            case 17 ->
                pipe(pipeline, Side.SAMPLES, id, pipeline.encode(sample(id).label(3)), T0 + at);
            default -> {
                if (random.nextBoolean()) {
                    pipe(pipeline, Side.SAMPLES, id, pipeline.encode(sample(id).label(random.nextInt(3))), T0 + at);
                } else {
                    pipe(pipeline, Side.LOGITS, id, pipeline.encode(scored(random, id)), T0 + at);
                }
            }
        }
    }

    private byte[] newSchema(FilterHarness pipeline, Random random, String id) {
        outage(pipeline, false);
        byte[] value = pipeline.encodeWithNewSchema(scored(random, id));
        outage(pipeline, random.nextBoolean());
        return value;
    }

    private Given.LogitsBuilder scored(Random random, String id) {
        Given.LogitsBuilder row = logits(id)
                .model(models[random.nextInt(models.length)], random.nextInt(50) == 0 ? "2" : "1")
                .values(random.nextFloat(), 3 * random.nextFloat(), random.nextFloat())
                .showing(random.nextInt(4) == 0 ? random.nextInt(3) : 0);
        return random.nextInt(5) == 0 ? row.inSample() : row;
    }

    private void raw(FilterHarness pipeline, Random random, String id, byte[] value, long time) {
        pipe(pipeline, Side.values()[random.nextInt(2)], id, value, time);
    }

    private void pipe(FilterHarness pipeline, Side side, String id, byte[] value, long time) {
        pipeline.raw(side, id == null ? null : FilterHarness.key(id), value, time, new RecordHeaders());
        nextOffset[side.ordinal()]++;
        inputs++;
    }

    private void tick(FilterHarness pipeline, long at) {
        pipeline.tick(at);
        nextOffset[0]++;
        nextOffset[1]++;
    }

    private void assertLaw(FilterHarness pipeline, long seed, int record) {
        collect(pipeline);
        if (inputs == 0) {
            return;
        }
        Ledger ledger = pipeline.ledger();
        assertThat(ledger.samplesOutOfBalance())
                .as("seed %s record %s", seed, record)
                .isZero();
        assertThat(ledger.logitsOutOfBalance())
                .as("seed %s record %s", seed, record)
                .isZero();
        assertThat(ledger.samples() + ledger.logits()).isEqualTo(inputs);
        assertThat(inputs - ledger.pending() - ledger.parked())
                .as("fates seen from outside, seed %s record %s", seed, record)
                .isEqualTo(fates.values().stream().mapToLong(times -> times).sum());
    }

    private void outage(FilterHarness pipeline, boolean now) {
        outage = now;
        pipeline.registry.down(now);
    }

    private void collect(FilterHarness pipeline) {
        // Whoever reads the outputs has the schemas.
        pipeline.registry.down(false);
        pipeline.clean().forEach(row -> decided(row.getDecision()));
        pipeline.quarantine().forEach(row -> decided(row.getDecision()));
        for (Leftover row : pipeline.leftovers()) {
            fate(row.getSide() == dev.sluice.avro.Side.SAMPLE ? Side.SAMPLES : Side.LOGITS, row.getOffset());
        }
        for (TestRecord<byte[], byte[]> letter : pipeline.letters()) {
            String topic = FilterHarness.header(letter, "__streams.errors.topic");
            fate(
                    topic.equals("t.samples") ? Side.SAMPLES : Side.LOGITS,
                    Long.parseLong(FilterHarness.header(letter, "__streams.errors.offset")));
        }
        pipeline.registry.down(outage);
    }

    private void decided(Decision decision) {
        if (!decision.getRepeat()) {
            fate(Side.SAMPLES, decision.getSampleOffset());
        }
        decision.getEvidence().forEach(row -> fate(Side.LOGITS, row.getOffset()));
    }

    private void fate(Side side, long offset) {
        assertThat(offset).isLessThan(nextOffset[side.ordinal()]);
        fates.merge(side + " " + offset, 1, Integer::sum);
    }
}
