package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FilterTopologyTest {

    private static final long MINUTE = 60_000;

    /** Three classes, no warm-up: the first rows are clean, a row that disagrees is not. */
    private static final String AT_ONCE = "classes: 3\n"
            + "policy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0, route: hold}}\n"
            + "learning: {snapshotEvery: {records: 1, time: 1s}}\n";

    private FilterHarness pipeline = FilterHarness.of(AT_ONCE);

    @AfterEach
    void theLawHolds() {
        assertThat(pipeline.ledger().samplesOutOfBalance())
                .as("samples out of balance")
                .isZero();
        assertThat(pipeline.ledger().logitsOutOfBalance())
                .as("logits out of balance")
                .isZero();
        pipeline.close();
    }

    private static float[] sure(int k) {
        float[] values = {0, 0, 0};
        values[k] = 5;
        return values;
    }

    private void use(String yaml) {
        pipeline.close();
        pipeline = FilterHarness.of(yaml);
    }

    /** Warms the pipeline up with three agreeing rows. */
    private void warm() {
        for (int k = 0; k < 3; k++) {
            pipeline.pipe(sample("warm" + k).label(k)).pipe(logits("warm" + k).values(sure(k)));
            pipeline.shuttle();
        }
        pipeline.pass(FilterProcessor.BEAT);
        assertThat(pipeline.clean()).hasSize(3);
    }

    @Nested
    @DisplayName("routes")
    class Routes {

        @Test
        void shouldSendSampleToCleanWithItsPayloadWhenTheEvidenceAgrees() {
            warm();
            pipeline.pipe(sample("a").label(1).payload("picture").at(5))
                    .pipe(logits("a").values(sure(1)).at(7));
            var row = pipeline.clean().get(0);
            assertThat(row.getSample().getSampleId()).isEqualTo("a");
            assertThat(new String(row.getSample().getPayload().array())).isEqualTo("picture");
            assertThat(row.getLabel()).isEqualTo(1);
            assertThat(row.getWeight()).isEqualTo(1);
            assertThat(row.getDecision().getReasons()).isEmpty();
            assertThat(row.getDecision().getSampleTime()).isEqualTo(T0 + 5);
            assertThat(row.getDecision().getEvidence().get(0).getTime()).isEqualTo(T0 + 7);
        }

        @Test
        void shouldQuarantineWithReasonAndSuggestionWhenTheEvidenceDisagrees() {
            warm();
            pipeline.pipe(logits("a").values(sure(2))).pipe(sample("a").label(1));
            var decision = pipeline.quarantine().get(0).getDecision();
            assertThat(decision.getReasons()).containsExactly("PREDICTED_OTHER");
            assertThat(decision.getSuggestedLabel()).isEqualTo(2);
            assertThat(decision.getPWrong()).isGreaterThan(.9);
            assertThat(decision.getSnapshotVersion()).startsWith("1.");
            assertThat(decision.getSnapshotHash())
                    .isEqualTo(pipeline.snapshots.newest().hash());
            assertThat(decision.getPolicyVersion()).isEqualTo(1);
            assertThat(decision.getSequence()).isEqualTo(4);
        }

        @Test
        void shouldWriteEveryVerdictToTheAuditLogWhenItIsAskedFor() {
            pipeline.close();
            pipeline = new FilterHarness(AT_ONCE, Map.of("topics.decisions", "true"));
            warm();
            pipeline.pipe(sample("a").label(1)).pipe(logits("a").values(sure(2)));
            assertThat(pipeline.decisions())
                    .extracting(d -> d.getSampleId())
                    .containsExactly("warm0", "warm1", "warm2", "a");
        }
    }

    @Nested
    @DisplayName("pairing")
    class Pairs {

        // samples   a@0 ----------------------- b@10m
        // logits         (none for a)                  c@10m+1 : clock = min = 10m, a's wait (10m) is just not over
        @Test
        void shouldGoOnWaitingWhenTheClockIsExactlyAtTheBound() {
            pipeline.pipe(sample("a").at(0))
                    .pipe(sample("b").at(10 * MINUTE))
                    .pipe(logits("c").at(10 * MINUTE + 1));
            assertThat(pipeline.leftovers()).isEmpty();
        }

        // samples   a@0 -------- b@10m+1
        // logits                 c@10m+1      : clock = 10m+1, a expires
        @Test
        void shouldExpireWhenBothClocksHavePassedTheBound() {
            pipeline.pipe(sample("a").at(0))
                    .pipe(sample("b").at(10 * MINUTE + 1))
                    .pipe(logits("c").at(10 * MINUTE + 1));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getSampleId, Leftover::getReason)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("a", LeftoverReason.EXPIRED));
        }

        @Test
        void shouldNotExpireTheOtherSideWhenOneTopicIsCaughtUpAlone() {
            pipeline.pipe(logits("a").at(0));
            for (int i = 1; i <= 5; i++) {
                pipeline.pipe(sample("s" + i).at(i * 60 * MINUTE));
            }
            assertThat(pipeline.leftovers()).isEmpty();
        }

        @Test
        void shouldExpireTheOlderSideWhenTheTwoAreTooFarApart() {
            pipeline.pipe(sample("a").at(0)).pipe(logits("a").at(11 * MINUTE));
            Leftover expired = pipeline.leftovers().get(0);
            assertThat(expired.getSide()).isEqualTo(dev.sluice.avro.Side.SAMPLE);
            assertThat(expired.getReason()).isEqualTo(LeftoverReason.EXPIRED);
            assertThat(pipeline.ledger().pending()).isEqualTo(1);
        }

        @Test
        void shouldCallALateSideLateWhenItComesAlone() {
            pipeline.pipe(sample("now").at(60 * MINUTE)).pipe(logits("then").at(60 * MINUTE));
            pipeline.pipe(sample("late").at(49 * MINUTE));
            assertThat(pipeline.leftovers()).extracting(Leftover::getReason).containsExactly(LeftoverReason.LATE);
        }

        @Test
        void shouldKeepTheFirstWhenAnInputComesTwice() {
            pipeline.pipe(sample("a").label(1)).pipe(sample("a").label(2));
            pipeline.pipe(logits("b").values(sure(1))).pipe(logits("b").values(sure(2)));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason)
                    .containsExactly(LeftoverReason.DUPLICATE, LeftoverReason.SUPERSEDED);
        }

        @Test
        void shouldKnowADecidedIdWhenItComesAgainAndForgetItAfterRemember() {
            warm();
            pipeline.pipe(sample("warm0").at(1)).pipe(logits("warm0").at(1));
            assertThat(pipeline.leftovers())
                    .extracting(Leftover::getReason)
                    .containsExactly(LeftoverReason.DUPLICATE, LeftoverReason.SUPERSEDED);
            pipeline.pipe(sample("x").at(61 * MINUTE)).pipe(logits("y").at(61 * MINUTE));
            pipeline.pipe(sample("warm0").at(61 * MINUTE))
                    .pipe(logits("warm0").values(sure(0)).at(61 * MINUTE));
            assertThat(pipeline.clean()).hasSize(1);
        }

        @Test
        void shouldEndEveryWaitWhenBothTopicsTick() {
            pipeline.pipe(sample("a").at(0)).pipe(logits("b").at(3)).tick(3 + 10 * MINUTE + 1);
            assertThat(pipeline.leftovers()).hasSize(2);
            assertThat(pipeline.ledger().samples()).isEqualTo(1);
            assertThat(pipeline.ledger().logits()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("warm-up and the bound on judging ahead")
    class Ahead {

        @Test
        void shouldHoldEvidenceWhenTheFirstSnapshotIsNotThereYet() {
            pipeline.pipe(sample("a")).pipe(logits("a"));
            assertThat(pipeline.clean()).isEmpty();
            assertThat(pipeline.ledger().pending()).isEqualTo(2);
            pipeline.shuttle().pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(1);
            assertThat(pipeline.ledger().pending()).isZero();
        }

        @Test
        void shouldReleaseCleanWithReasonWhenTheStreamEndsBeforeItIsWarm() {
            use("classes: 3\npolicy: {warmUp: {samples: 100}}\nlearning: {snapshotEvery: {records: 1, time: 1s}}\n");
            pipeline.pipe(sample("a").label(1))
                    .pipe(logits("a").values(sure(2)))
                    .shuttle();
            assertThat(pipeline.clean()).isEmpty();
            pipeline.tick(10 * MINUTE + 1).shuttle().pass(FilterProcessor.BEAT);
            var decision = pipeline.clean().get(0).getDecision();
            assertThat(decision.getReasons()).containsExactly("WARM_UP");
            assertThat(decision.getGates()).containsExactly("HOLD_EXPIRED");
            assertThat(decision.getPWrong()).isGreaterThan(.9);
        }

        @Test
        void shouldWaitForLearningWhenJudgingIsTooFarAhead() {
            use(AT_ONCE.replace("learning: {", "learning: {maxAhead: 2, "));
            warm();
            for (int i = 0; i < 4; i++) {
                pipeline.pipe(sample("s" + i)).pipe(logits("s" + i).values(sure(0)));
            }
            assertThat(pipeline.clean()).hasSize(2);
            pipeline.shuttle().pass(FilterProcessor.BEAT);
            assertThat(pipeline.clean()).hasSize(2);
        }

        @Test
        void shouldNotLearnFromInSampleLogits() {
            pipeline.pipe(sample("a"))
                    .pipe(logits("a").inSample())
                    .shuttle()
                    .pass(Duration.ofSeconds(2))
                    .shuttle();
            assertThat(pipeline.snapshots.newest().models()).isEmpty();
            assertThat(pipeline.snapshots.newest().coverage(0).arrived()).isEqualTo(1);
        }
    }

    @Test
    void shouldLoseNothingWhenSchemasCannotBeAskedForAndComeBack() throws Exception {
        warm();
        byte[] value = pipeline.encodeWithNewSchema(logits("a").values(sure(1)));
        pipeline.registry.down(true);
        pipeline.raw(Side.LOGITS, FilterHarness.key("a"), value, T0, new RecordHeaders());
        pipeline.pipe(sample("a").label(1));
        assertThat(pipeline.ledger().parked()).isEqualTo(1);
        assertThat(pipeline.letters()).isEmpty();
        pipeline.registry.down(false);
        for (int i = 0; i < 50 && pipeline.ledger().parked() > 0; i++) {
            pipeline.pass(FilterProcessor.BEAT);
        }
        assertThat(pipeline.ledger().parked()).isZero();
        pipeline.shuttle().pass(FilterProcessor.BEAT);
        assertThat(pipeline.clean())
                .extracting(row -> row.getSample().getSampleId())
                .isEqualTo(List.of("a"));
    }
}
