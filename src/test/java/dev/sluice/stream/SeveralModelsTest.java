package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.noise.Probabilities;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SeveralModelsTest {

    private static final long MINUTE = 60_000;

    private FilterHarness pipeline = pipeline("");

    /** Awaits models a and b; waits 10 minutes. */
    private static FilterHarness pipeline(String pairing) {
        return FilterHarness.of("classes: 3\nmodels: [{id: a}, {id: b}]\n" + "pairing: {wait: 10m" + pairing + "}\n"
                + "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0, route: hold}}\n"
                + "learning: {snapshotEvery: {records: 1, time: 1s}}\n");
    }

    private void use(String pairing) {
        pipeline.close();
        pipeline = pipeline(pairing);
    }

    @AfterEach
    void theLawHolds() {
        assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
        assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
        pipeline.close();
    }

    private static float[] sure(int k) {
        float[] values = {0, 0, 0};
        values[k] = 5;
        return values;
    }

    private static Given.LogitsBuilder a(String id) {
        return logits(id).model("a", "1").values(sure(0));
    }

    private static Given.LogitsBuilder b(String id) {
        return logits(id).model("b", "1").values(sure(0));
    }

    private void warm() {
        pipeline.pipe(sample("warm")).pipe(a("warm"), b("warm")).shuttle().pass(FilterProcessor.BEAT);
        assertThat(pipeline.clean()).hasSize(1);
    }

    @Nested
    @DisplayName("awaiting all")
    class AwaitingAll {

        @Test
        void shouldDecideWhenTheLogitsOfTheLastModelComeInWhateverOrder() {
            warm();
            pipeline.pipe(b("x")).pipe(sample("x"));
            assertThat(pipeline.clean()).isEmpty();
            pipeline.pipe(a("x"));
            Decision decision = pipeline.clean().get(0).getDecision();
            assertThat(decision.getEvidence())
                    .as("in the order of the pipeline's models")
                    .extracting(EvidenceRef::getModelId)
                    .containsExactly("a", "b");
            assertThat(decision.getMissingModels()).isEmpty();
            assertThat(decision.getGates()).isEmpty();
        }

        @Test
        void shouldJudgeByTheMeanOfTheModels() {
            warm();
            float[] forOne = {0, 1, 0};
            pipeline.pipe(sample("x")).pipe(a("x"), b("x").values(forOne));
            double mean = (Probabilities.softmax(sure(0))[0] + Probabilities.softmax(forOne)[0]) / 2;
            assertThat(pipeline.clean().get(0).getDecision().getPWrong()).isCloseTo(1 - mean, within(1e-12));
            pipeline.pipe(sample("y").label(1)).pipe(a("y"), b("y").values(forOne));
            assertThat(pipeline.quarantine().get(0).getDecision().getSuggestedLabel())
                    .as("the surer model wins")
                    .isZero();
        }

        @Test
        void shouldKeepTheFirstWhenAModelSpeaksTwice() {
            pipeline.pipe(a("x"), a("x").values(sure(1)));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason, Leftover::getModelId)
                    .containsExactly(tuple(LeftoverReason.SUPERSEDED, "a"));
        }

        // sample x@0, a@0, b never; ticks at 10m+1
        @Test
        void shouldExpireTheSampleAndWhatHadPairedWhenOneModelStaysAway() {
            pipeline.pipe(sample("x")).pipe(a("x")).tick(10 * MINUTE + 1);
            assertThat(pipeline.leftovers())
                    .extracting(row -> row.getSide().name(), Leftover::getReason, Leftover::getDetail)
                    .containsExactly(
                            tuple("SAMPLE", LeftoverReason.EXPIRED, "no logits of b came within pairing.wait"),
                            tuple(
                                    "LOGITS",
                                    LeftoverReason.EXPIRED,
                                    "its sample expired: no logits of b came within pairing.wait"));
            assertThat(pipeline.ledger().pending()).isZero();
        }

        // a@0 is 11m older than its sample; b and a second a are near it
        @Test
        void shouldExpireOnlyTheLogitsThatAreTooFarAway() {
            warm();
            pipeline.pipe(a("x").at(0)).pipe(sample("x").at(11 * MINUTE)).pipe(b("x").at(11 * MINUTE));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason, Leftover::getModelId)
                    .containsExactly(tuple(LeftoverReason.EXPIRED, "a"));
            pipeline.pipe(a("x").at(11 * MINUTE));
            assertThat(pipeline.clean()).hasSize(1);
        }
    }

    @Nested
    @DisplayName("onTimeout: judge")
    class OnTimeoutJudge {

        @Test
        void shouldJudgeWithWhatCameAndNameWhatDidNot() {
            use(", onTimeout: judge");
            warm();
            pipeline.pipe(sample("x").label(1)).pipe(b("x")).tick(10 * MINUTE + 1);
            Decision decision = pipeline.quarantine().get(0).getDecision();
            assertThat(decision.getMissingModels()).containsExactly("a");
            assertThat(decision.getGates()).containsExactly("PARTIAL_EVIDENCE");
            assertThat(decision.getEvidence())
                    .extracting(EvidenceRef::getModelId)
                    .containsExactly("b");
            assertThat(decision.getPWrong()).isEqualTo(1 - Probabilities.softmax(sure(0))[1]);
        }

        @Test
        void shouldExpireASampleWithoutAnyLogits() {
            use(", onTimeout: judge");
            pipeline.pipe(sample("x")).tick(10 * MINUTE + 1);
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getDetail)
                    .containsExactly("no logits came within pairing.wait");
        }

        @Test
        void shouldSupersedeLogitsThatComeAfterTheVerdict() {
            use(", onTimeout: judge");
            warm();
            pipeline.pipe(sample("x")).pipe(b("x")).tick(10 * MINUTE + 1).pipe(a("x").at(5 * MINUTE));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason, Leftover::getModelId)
                    .containsExactly(tuple(LeftoverReason.SUPERSEDED, "a"));
        }

        // x@0 with a@0; then b@11m shows that nothing can complete x any more
        @Test
        void shouldJudgeAtOnceWhenTheMissingLogitsAreOutOfReach() {
            use(", onTimeout: judge");
            warm();
            pipeline.pipe(sample("x")).pipe(a("x")).pipe(b("x").at(11 * MINUTE));
            assertThat(pipeline.clean().get(0).getDecision().getMissingModels()).containsExactly("b");
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason, Leftover::getModelId)
                    .containsExactly(tuple(LeftoverReason.SUPERSEDED, "b"));
        }

        // Warm by a; b appears late and is new: it must not throw the pipeline back into its warm-up.
        @Test
        void shouldJudgeByTheKnownModelWhileAnotherIsNew() {
            pipeline.close();
            pipeline = FilterHarness.of("classes: 3\nmodels: [{id: a}, {id: b}]\npairing: {onTimeout: judge}\n"
                    + "policy: {detector: predicted_neq_given, warmUp: {samples: 3, perClass: 0, route: hold}}\n"
                    + "learning: {snapshotEvery: {records: 1, time: 1s}}\n");
            for (int i = 0; i < 3; i++) {
                pipeline.pipe(sample("w" + i)).pipe(a("w" + i));
            }
            pipeline.tick(10 * MINUTE + 1).shuttle().pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(3);

            pipeline.pipe(sample("x").at(11 * MINUTE))
                    .pipe(a("x").at(11 * MINUTE), b("x").values(sure(1)).at(11 * MINUTE));
            Decision decision = pipeline.clean().get(0).getDecision();
            assertThat(decision.getReasons()).isEmpty();
            assertThat(decision.getPWrong()).as("b has no say yet").isEqualTo(1 - Probabilities.softmax(sure(0))[0]);
        }
    }

    @Nested
    @DisplayName("onRepeat: every")
    class OnRepeatEvery {

        @Test
        void shouldDecideEveryPresentationOnceWithTheSampleItself() {
            use(", onRepeat: every");
            warm();
            pipeline.pipe(sample("x").payload("picture")).pipe(a("x"), b("x"));
            pipeline.pipe(a("x").showing(1), b("x").showing(1).values(sure(1)));
            pipeline.pipe(b("x").showing(1));
            assertThat(pipeline.clean())
                    .extracting(
                            row -> row.getDecision().getPresentation(),
                            row -> row.getDecision().getRepeat(),
                            row -> new String(row.getSample().getPayload().array()))
                    .containsExactly(tuple(0, false, "picture"), tuple(1, true, "picture"));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason, Leftover::getModelId)
                    .containsExactly(tuple(LeftoverReason.SUPERSEDED, "b"));
            assertThat(pipeline.ledger().repeated()).isEqualTo(1);
        }

        @Test
        void shouldCountUnnumberedRepeatsAsTheNextPresentation() {
            use(", onRepeat: every");
            warm();
            pipeline.pipe(sample("x")).pipe(a("x"), b("x")).pipe(a("x"), b("x")).pipe(b("x"), a("x"));
            assertThat(pipeline.clean())
                    .extracting(row -> row.getDecision().getPresentation())
                    .containsExactly(0, 1, 2);
        }

        @Test
        void shouldNotMixTheRowsOfTwoPresentations() {
            use(", onRepeat: every");
            warm();
            pipeline.pipe(a("x").showing(1), b("x").showing(2)).pipe(sample("x"));
            assertThat(pipeline.clean()).isEmpty();
            pipeline.pipe(b("x").showing(1), a("x").showing(2));
            assertThat(pipeline.clean())
                    .extracting(
                            row -> row.getDecision().getPresentation(),
                            row -> row.getDecision().getRepeat())
                    .containsExactly(tuple(1, false), tuple(2, true));
        }

        // x decided @0; its second epoch comes 50 minutes later, a without b; then both clocks pass 60m + 1
        @Test
        void shouldTakeALaterEpochFarFromTheSamplesTimeAndExpireWhatStaysIncomplete() {
            use(", onRepeat: every");
            warm();
            pipeline.pipe(sample("x")).pipe(a("x"), b("x"));
            pipeline.pipe(a("x").showing(1).at(40 * MINUTE), b("x").showing(1).at(41 * MINUTE));
            assertThat(pipeline.clean()).extracting(CleanSample::getLabel).hasSize(2);
            pipeline.pipe(a("x").showing(2).at(50 * MINUTE)).tick(60 * MINUTE + 1);
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason, Leftover::getDetail)
                    .containsExactly(tuple(LeftoverReason.EXPIRED, "no logits of b came within pairing.wait"));
        }

        @Test
        void shouldForgetTheSampleWhenItIsNoLongerRemembered() {
            use(", onRepeat: every, remember: 1h");
            warm();
            pipeline.pipe(sample("x")).pipe(a("x"), b("x"));
            assertThat(pipeline.clean()).hasSize(1);
            pipeline.tick(60 * MINUTE + 1).pipe(a("x").showing(1).at(61 * MINUTE));
            pipeline.tick(80 * MINUTE);
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getDetail)
                    .containsExactly("no sample came within pairing.wait");
        }

        // Held in the warm-up, two presentations wait in one entry, and are judged in their order.
        @Test
        void shouldHoldSeveralPresentationsOfOneSampleThroughTheWarmUp() {
            use(", onRepeat: every");
            pipeline.pipe(sample("x")).pipe(a("x"), b("x")).pipe(a("x").showing(7), b("x").showing(7));
            assertThat(pipeline.clean()).isEmpty();
            assertThat(pipeline.ledger().pending()).isEqualTo(5);
            pipeline.shuttle().pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean())
                    .extracting(
                            row -> row.getDecision().getPresentation(),
                            row -> row.getDecision().getRepeat())
                    .containsExactly(tuple(0, false), tuple(7, true));
            assertThat(pipeline.ledger().pending()).isZero();
            pipeline.pass(Duration.ofSeconds(1));
        }
    }
}
