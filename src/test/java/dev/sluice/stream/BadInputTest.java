package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LetterCause;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of bad input earns exactly one letter, with its cause and a sentence, and the good rows around it go on. */
class BadInputTest {

    private static final String YAML =
            "classes: 3\npolicy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0}}\n"
                    + "learning: {snapshotEvery: {records: 1, time: 1s}}\n";

    /** One fault: what to pipe, the letter it earns, and words that its detail must hold. */
    private record Case(LetterCause cause, String words, Consumer<FilterHarness> plant) {
        @Override
        public String toString() {
            return cause + ": " + words;
        }
    }

    static Stream<Case> faults() {
        return Stream.of(
                new Case(LetterCause.TOMBSTONE, "null", pipe(Side.SAMPLES, "x", null)),
                new Case(LetterCause.NULL_KEY, "sample id", pipe(Side.LOGITS, null, new byte[] {0, 0, 0, 0, 1})),
                new Case(LetterCause.WRONG_MAGIC, "0", pipe(Side.SAMPLES, "x", "{\"label\": 3}".getBytes())),
                new Case(LetterCause.WRONG_MAGIC, "empty", pipe(Side.SAMPLES, "x", new byte[0])),
                new Case(
                        LetterCause.TRUNCATED,
                        "",
                        p -> pipe(Side.LOGITS, "x", cut(p.encode(logits("x")))).accept(p)),
                new Case(
                        LetterCause.KEY_MISMATCH,
                        "'y'",
                        p -> pipe(Side.SAMPLES, "y", p.encode(sample("x"))).accept(p)),
                new Case(
                        LetterCause.LABEL_RANGE,
                        "label 3 is outside 0..2",
                        p -> p.pipe(sample("x").label(3))),
                new Case(
                        LetterCause.LABEL_RANGE,
                        "label -1",
                        p -> p.pipe(sample("x").label(-1))),
                new Case(
                        LetterCause.EMPTY_LOGITS,
                        "3 are expected",
                        p -> p.pipe(logits("x").values())),
                new Case(
                        LetterCause.LOGITS_SIZE,
                        "has 2 values, 3",
                        p -> p.pipe(logits("x").values(1, 2))),
                new Case(
                        LetterCause.NOT_FINITE,
                        "logits[1] is NaN",
                        p -> p.pipe(logits("x").values(1, Float.NaN, 2))),
                new Case(
                        LetterCause.NOT_FINITE,
                        "logits[2] is -Infinity",
                        p -> p.pipe(logits("x").values(1, 2, Float.NEGATIVE_INFINITY))),
                new Case(
                        LetterCause.UNKNOWN_MODEL,
                        "'other'",
                        p -> p.pipe(logits("x").model("other", "1"))),
                new Case(
                        LetterCause.FUTURE_TIMESTAMP,
                        "pairing.futureTolerance",
                        p -> p.pipe(sample("x").at(Duration.ofDays(40_000).toMillis()))),
                new Case(
                        LetterCause.TOO_LARGE,
                        "payload_ref",
                        p -> p.pipe(sample("x").payload(1_000_001))),
                new Case(LetterCause.TOO_LARGE, "the key has 4097 bytes", p -> p.pipe(sample("x".repeat(4_097)))),
                new Case(
                        LetterCause.TOO_LARGE,
                        "model_version has 70000 characters",
                        p -> p.pipe(logits("x").model("main", "v".repeat(70_000)))),
                new Case(
                        LetterCause.KEY_MISMATCH,
                        "not UTF-8",
                        p -> p.raw(
                                Side.SAMPLES,
                                new byte[] {(byte) 0xff},
                                p.encode(sample("\ufffd")),
                                T0,
                                new RecordHeaders())),
                new Case(
                        LetterCause.INCOMPATIBLE_SCHEMA,
                        "",
                        p -> pipe(Side.SAMPLES, "x", foreign(p)).accept(p)),
                new Case(
                        LetterCause.INCOMPATIBLE_SCHEMA,
                        "is refused: an array has elements of no bytes",
                        p -> pipe(Side.SAMPLES, "x", hostile(p, "{\"type\":\"array\",\"items\":\"null\"}"))
                                .accept(p)),
                new Case(
                        LetterCause.INCOMPATIBLE_SCHEMA,
                        "is refused: it is nested deeper than 100 levels",
                        p -> pipe(
                                        Side.LOGITS,
                                        "x",
                                        hostile(
                                                p,
                                                "{\"type\":\"array\",\"items\":".repeat(300) + "\"int\""
                                                        + "}".repeat(300)))
                                .accept(p)),
                new Case(LetterCause.UNKNOWN_SCHEMA, "asked 3 times", p -> {
                    pipe(Side.SAMPLES, "x", new byte[] {0, 0, 0, 99, 99, 1, 2, 3})
                            .accept(p);
                    assertThat(p.ledger().parked()).isEqualTo(1);
                    p.pass(Duration.ofSeconds(1)).pass(Duration.ofSeconds(2));
                }));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldBecomeOneLetterWithItsCauseWhileGoodRowsGoOn(Case fault) {
        try (FilterHarness pipeline = FilterHarness.of(YAML)) {
            pipeline.pipe(sample("before")).pipe(logits("before").values(5, 0, 0));
            fault.plant.accept(pipeline);
            pipeline.pipe(sample("after")).pipe(logits("after").values(5, 0, 0)).shuttle();
            pipeline.pass(FilterProcessor.BEAT).shuttle().pass(FilterProcessor.BEAT);

            List<TestRecord<byte[], byte[]>> letters = pipeline.letters();
            assertThat(letters).hasSize(1);
            assertThat(FilterHarness.header(letters.get(0), Outputs.CAUSE)).isEqualTo(fault.cause.name());
            assertThat(FilterHarness.header(letters.get(0), Outputs.DETAIL))
                    .contains(fault.words)
                    .hasSizeGreaterThan(10);
            assertThat(FilterHarness.header(letters.get(0), "__streams.errors.topic"))
                    .startsWith("t.");
            assertThat(FilterHarness.header(letters.get(0), "__streams.errors.partition"))
                    .isEqualTo("0");
            assertThat(Long.parseLong(FilterHarness.header(letters.get(0), "__streams.errors.offset")))
                    .isNotNegative();
            assertThat(letters.get(0).timestamp()).as("stamped now").isGreaterThan(T0 + 80_000_000);
            assertThat(pipeline.clean())
                    .extracting(row -> row.getSample().getSampleId())
                    .containsExactly("before", "after");
            assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
            assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
            assertThat(pipeline.ledger().parked()).isZero();
        }
    }

    @Test
    void shouldHaveACaseForEveryCause() {
        Set<LetterCause> covered = EnumSet.noneOf(LetterCause.class);
        faults().forEach(fault -> covered.add(fault.cause));
        covered.add(LetterCause.WRONG_PARTITION);
        // In ScoringTest, since it takes a scorer.
        covered.add(LetterCause.FEATURES_SIZE);
        assertThat(covered).containsExactlyInAnyOrder(LetterCause.values());
    }

    @Test
    void shouldBeALetterWhenTheKeyBelongsToAnotherPartition() {
        try (FilterHarness pipeline = new FilterHarness(YAML, java.util.Map.of("topics.partitions", "4"))) {
            for (int i = 0; i < 40; i++) {
                pipeline.pipe(sample("s" + i));
            }
            List<TestRecord<byte[], byte[]>> strays = pipeline.letters();
            assertThat(strays).hasSizeBetween(20, 38);
            assertThat(strays)
                    .allSatisfy(letter -> assertThat(FilterHarness.header(letter, Outputs.CAUSE))
                            .isEqualTo("WRONG_PARTITION"));
            assertThat(FilterHarness.header(strays.get(0), Outputs.DETAIL)).contains("of 4", "murmur2");
        }
    }

    @Test
    void shouldKeepTheRawRecordAndItsHeadersWhenItBecomesALetter() {
        try (FilterHarness pipeline = FilterHarness.of(YAML)) {
            byte[] raw = {7, 7, 7};
            pipeline.raw(
                    Side.SAMPLES, FilterHarness.key("x"), raw, T0, new RecordHeaders().add("trace", new byte[] {1}));
            TestRecord<byte[], byte[]> letter = pipeline.letters().get(0);
            assertThat(letter.key()).isEqualTo(FilterHarness.key("x"));
            assertThat(letter.value()).isEqualTo(raw);
            assertThat(letter.headers().lastHeader("trace").value()).isEqualTo(new byte[] {1});
        }
    }

    @Test
    void shouldNotMoveTimeWhenAStampIsRefused() {
        try (FilterHarness pipeline = FilterHarness.of(YAML)) {
            pipeline.pipe(sample("a").at(0));
            pipeline.pipe(sample("x").at(Duration.ofDays(40_000).toMillis()));
            pipeline.pipe(logits("y").at(Duration.ofDays(40_000).toMillis()));
            pipeline.pipe(logits("a").at(1)).shuttle().pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(1);
        }
    }

    // A letter carries its headers along; whoever sends it again sends them too.
    @Test
    void shouldBelieveTheStampAndNotAHeaderWhenARecordSaysItIsFromTheFuture() {
        try (FilterHarness pipeline = FilterHarness.of(YAML)) {
            pipeline.raw(
                    Side.SAMPLES,
                    FilterHarness.key("x"),
                    pipeline.encode(sample("x")),
                    T0,
                    new RecordHeaders().add(InputTimestamps.FUTURE, "9999999999999".getBytes()));
            assertThat(pipeline.letters()).isEmpty();
            assertThat(pipeline.ledger().pending()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeATickWhenItsTimeIsNegative() {
        try (FilterHarness pipeline = FilterHarness.of(YAML)) {
            RecordHeaders tick = new RecordHeaders();
            tick.add(Tick.HEADER, Tick.value(Long.MIN_VALUE + 1));
            pipeline.raw(Side.LOGITS, null, new byte[0], T0, tick);
            pipeline.pipe(sample("a")).pipe(sample("b").at(1));
            assertThat(pipeline.leftovers()).isEmpty();
            assertThat(pipeline.letters()).hasSize(1);
        }
    }

    private static Consumer<FilterHarness> pipe(Side side, String key, byte[] value) {
        return pipeline ->
                pipeline.raw(side, key == null ? null : FilterHarness.key(key), value, T0, new RecordHeaders());
    }

    private static byte[] cut(byte[] whole) {
        return Arrays.copyOf(whole, whole.length - 3);
    }

    /** A record that only its schema makes dangerous. */
    private static byte[] hostile(FilterHarness pipeline, String schema) {
        try {
            int id = pipeline.registry.register("t.samples-value", new Schema.Parser().parse(schema));
            return new byte[] {0, 0, 0, 0, (byte) id, 2, 'h', -1, -1, -1, -1, 15};
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** A record of a schema that has nothing to do with ours. */
    private static byte[] foreign(FilterHarness pipeline) {
        try {
            int id = pipeline.registry.register("t.samples-value", Schema.create(Schema.Type.STRING));
            return new byte[] {0, 0, 0, 0, (byte) id, 2, 'h'};
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
