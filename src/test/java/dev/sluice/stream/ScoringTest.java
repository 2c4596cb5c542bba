package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** A sample that brings features waits for the model in the service; its scores go round by the logits topic. */
class ScoringTest {

    private static final String YAML = """
            classes: 3
            models: [{id: main}]
            pairing: {wait: 1m}
            policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0, route: clean}}
            scorer: {model: m.onnx, sha256: %s, version: v7, batch: 4, outOfSample: true}
            """.formatted("ab".repeat(32));

    /** A model of two features whose answers come when the test says so. */
    private static final class FakeScorer implements Scorer {
        final List<float[][]> batches = new ArrayList<>();
        final List<CompletableFuture<float[][]>> answers = new ArrayList<>();
        UnaryOperator<float[]> model = row -> new float[] {row[0], row[1], 0};
        boolean atOnce = true;

        @Override
        public int features() {
            return 2;
        }

        @Override
        public CompletableFuture<float[][]> score(float[][] rows) {
            batches.add(rows);
            answers.add(new CompletableFuture<>());
            if (atOnce) {
                answer(answers.size() - 1);
            }
            return answers.get(answers.size() - 1);
        }

        void answer(int batch) {
            float[][] scores = new float[batches.get(batch).length][];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = model.apply(batches.get(batch)[i]);
            }
            answers.get(batch).complete(scores);
        }

        @Override
        public void close() {}
    }

    private final FakeScorer scorer = new FakeScorer();

    private FilterHarness pipeline(String... more) {
        return new FilterHarness(YAML + String.join("\n", more), Map.of(), registry -> registry, scorer);
    }

    private static FilterHarness beat(FilterHarness pipeline) {
        return pipeline.pass(FilterProcessor.BEAT).pass(FilterProcessor.BEAT).shuttle();
    }

    @Test
    void shouldScoreASampleAndDecideItByItsOwnLogits() {
        try (FilterHarness pipeline = pipeline()) {
            pipeline.pipe(sample("a").label(0).features(5, 0).at(10));
            beat(pipeline);

            List<CleanSample> clean = pipeline.clean();
            assertThat(clean).hasSize(1);
            var evidence = clean.get(0).getDecision().getEvidence().get(0);
            assertThat(evidence.getModelId()).isEqualTo("main");
            assertThat(evidence.getModelVersion()).isEqualTo("v7");
            assertThat(evidence.getOutOfSample()).isTrue();
            assertThat(evidence.getOffset()).isZero();
            Ledger ledger = pipeline.ledger();
            assertThat(ledger.scored).isEqualTo(1);
            assertThat(ledger.in).containsExactly(1, 1);
            assertInBalance(ledger);
        }
    }

    @Test
    void shouldWriteScoresToTheLogitsTopicForReplays() {
        try (FilterHarness pipeline = pipeline()) {
            pipeline.pipe(sample("a").features(5, 0).at(10));
            beat(pipeline);

            List<TestRecord<byte[], byte[]>> written = pipeline.filter
                    .createOutputTopic("t.logits", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
            assertThat(written).hasSize(1);
            assertThat(written.get(0).key()).isEqualTo(FilterHarness.key("a"));
            assertThat(written.get(0).timestamp())
                    .as("event time of the sample")
                    .isEqualTo(T0 + 10);
            assertThat(FilterHarness.header(written.get(0), Outputs.SCORED_BY)).isEqualTo("ab".repeat(32));
        }
    }

    @Test
    void shouldNotScoreWhatHasLogitsOrNoFeatures() {
        try (FilterHarness pipeline = pipeline()) {
            pipeline.pipe(logits("scored").values(5, 0, 0))
                    .pipe(sample("scored").features(1, 2));
            pipeline.pipe(sample("plain"));
            beat(pipeline);

            assertThat(scorer.batches).isEmpty();
            assertThat(pipeline.clean()).hasSize(1);
            assertThat(pipeline.ledger().pending[0]).isEqualTo(1);
            assertInBalance(pipeline.ledger());
        }
    }

    @Test
    void shouldScoreAtMostABatchAtOnceAndTheRestAtTheNextBeat() {
        try (FilterHarness pipeline = pipeline()) {
            for (int i = 0; i < 6; i++) {
                pipeline.pipe(sample("s" + i).features(i, 0).at(i));
            }
            assertThat(scorer.batches)
                    .as("only a whole batch between two beats")
                    .hasSize(1);
            assertThat(scorer.batches.get(0)).hasNumberOfRows(4);

            beat(pipeline);
            assertThat(scorer.batches).hasSize(2);
            assertThat(scorer.batches.get(1)).hasNumberOfRows(2);
            assertThat(pipeline.clean()).hasSize(6);
            assertInBalance(pipeline.ledger());
        }
    }

    // samples  a@0 ........................ tick
    // logits                                tick   a@0 (from the scorer, late)
    @Test
    void shouldHoldTimeUntilTheScoresHaveCome() {
        scorer.atOnce = false;
        try (FilterHarness pipeline = pipeline()) {
            pipeline.pipe(sample("a").label(1).features(0, 5));
            beat(pipeline);
            pipeline.tick(Duration.ofHours(1).toMillis());
            beat(pipeline);
            assertThat(pipeline.leftovers()).isEmpty();

            scorer.answer(0);
            beat(pipeline);
            assertThat(pipeline.clean()).hasSize(1);

            // And time goes on again.
            pipeline.pipe(sample("plain").at(Duration.ofMinutes(30).toMillis()));
            assertThat(pipeline.leftovers()).extracting(row -> row.getReason()).containsExactly(LeftoverReason.LATE);
            assertInBalance(pipeline.ledger());
        }
    }

    @Test
    void shouldLeaveASampleThatFoundItsLogitsMeanwhile() {
        scorer.atOnce = false;
        try (FilterHarness pipeline = pipeline()) {
            pipeline.pipe(sample("a").features(5, 0));
            beat(pipeline);
            pipeline.pipe(logits("a").values(9, 0, 0));
            scorer.answer(0);
            beat(pipeline);

            assertThat(pipeline.clean()).hasSize(1);
            assertThat(pipeline.ledger().scored).as("nobody needs it any more").isZero();
            assertThat(pipeline.leftovers()).isEmpty();
            assertInBalance(pipeline.ledger());
        }
    }

    @Test
    void shouldTakeOneOfSeveralModels() {
        try (FilterHarness pipeline = new FilterHarness(
                YAML.replace("[{id: main}]", "[{id: main}, {id: outside}]"), Map.of(), registry -> registry, scorer)) {
            pipeline.pipe(sample("a").features(5, 0));
            beat(pipeline);
            assertThat(pipeline.clean()).isEmpty();

            pipeline.pipe(logits("a").model("outside", "1").values(4, 0, 0)).shuttle();
            assertThat(pipeline.clean()).hasSize(1);
            assertInBalance(pipeline.ledger());
        }
    }

    /** Killed while a sample is being scored, while its scores are on their way, and while the file has no scorer. */
    @Test
    void shouldGoOnAfterARestartWithoutForgettingOrScoringTwice() throws Exception {
        String without = "pairing: {wait: 1m}";
        String with = without + "\nscorer: {model: m.onnx, batch: 1, sha256: " + "ab".repeat(32) + "}";
        scorer.atOnce = false;
        BareFilter filter = new BareFilter(without).start(with, scorer);
        filter.pipe(sample("a").features(1, 2));
        assertThat(scorer.batches).as("asked").hasSize(1);

        filter.start(with, scorer).pipe(sample("other"));
        assertThat(scorer.batches).as("asked again, since the answer was lost").hasSize(2);
        scorer.answer(1);
        filter.pipe(sample("another"));
        assertThat(filter.written(Outputs.SCORES)).hasSize(1);

        filter.start(with, scorer).pipe(sample("more"));
        assertThat(scorer.batches).as("its scores are on their way").hasSize(2);

        filter.start(without).pipe(logits("a").values(1, 2, 0));
        filter.start(with, scorer).tick(Duration.ofHours(1).toMillis());
        assertThat(filter.ledger().leftovers(Side.SAMPLES, LeftoverReason.EXPIRED))
                .as("time goes on: nothing is waited for that came while nobody scored")
                .isEqualTo(3);
    }

    @Test
    void shouldMakeALetterOfFeaturesThatTheModelCannotTake() {
        try (FilterHarness pipeline = pipeline()) {
            pipeline.pipe(sample("short").features(1));
            pipeline.pipe(sample("nan").features(1, Float.NaN));
            pipeline.pipe(sample("good").features(5, 0));
            beat(pipeline);

            List<TestRecord<byte[], byte[]>> letters = pipeline.letters();
            assertThat(letters)
                    .extracting(letter -> FilterHarness.header(letter, Outputs.CAUSE))
                    .containsExactly(LetterCause.FEATURES_SIZE.name(), LetterCause.NOT_FINITE.name());
            assertThat(FilterHarness.header(letters.get(0), Outputs.DETAIL))
                    .isEqualTo("features has 1 values, the model of scorer.model takes 2");
            assertThat(FilterHarness.header(letters.get(1), Outputs.DETAIL)).startsWith("features[1] is NaN");
            assertThat(pipeline.clean()).hasSize(1);
            assertInBalance(pipeline.ledger());
        }
    }

    @Test
    void shouldStopWhenTheModelThrows() {
        scorer.atOnce = false;
        assertStops(
                pipeline -> scorer.answers.get(0).completeExceptionally(new ScoringException(1, "no such kernel")),
                "m.onnx failed on sample 'b': no such kernel",
                "scorer.model");
    }

    @Test
    void shouldStopWhenTheModelGivesNoNumber() {
        scorer.model = row -> new float[] {row[0], Float.NaN, 0};
        assertStops(pipeline -> {}, "failed on sample 'a': it gives NaN");
    }

    @Test
    void shouldStopWhenTheModelGivesTooFewScores() {
        scorer.model = row -> new float[] {1, 2};
        assertStops(pipeline -> {}, "it gives 2 scores, and the pipeline has 3 classes");
    }

    @Test
    void shouldStopWhenTheModelDoesNotAnswer() {
        scorer.atOnce = false;
        assertStops(
                pipeline -> pipeline.pass(Duration.ofSeconds(31)),
                "has not answered for 30000 ms about a batch of 2",
                "a smaller scorer.batch");
    }

    private interface Fault {
        void happen(FilterHarness pipeline);
    }

    private void assertStops(Fault fault, String... words) {
        FilterHarness pipeline = pipeline();
        AbstractThrowableAssert<?, ?> stop = assertThatThrownBy(() -> {
            pipeline.pipe(sample("a").features(1, 2), sample("b").features(3, 4));
            pipeline.pass(FilterProcessor.BEAT);
            fault.happen(pipeline);
            pipeline.pass(FilterProcessor.BEAT).pass(FilterProcessor.BEAT);
        });
        for (String word : words) {
            stop.rootCause().hasMessageContaining(word);
        }
        pipeline.learner.close();
    }

    private static void assertInBalance(Ledger ledger) {
        assertThat(ledger.samplesOutOfBalance()).isZero();
        assertThat(ledger.logitsOutOfBalance()).isZero();
    }
}
