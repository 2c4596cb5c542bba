package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static dev.sluice.judge.Rows.given;
import static dev.sluice.judge.Rows.predicted;
import static dev.sluice.judge.Rows.predictedWhenHoldExpired;
import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {

    private static final Evidence SURE_OF_1 = predicted(.1, .8, .1);

    @Nested
    class WhenEnoughIsLearnt {

        @Test
        void shouldPassASampleWhoseLabelTheEvidenceConfirms() {
            Decision decision = Judge.judge(given(1), SURE_OF_1, snapshot().build(), policy().build());
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.weight()).isEqualTo(1);
            assertThat(decision.pWrong()).isCloseTo(.2, within(1e-12));
            assertThat(decision.suggestedLabel()).isEqualTo(1);
            assertThat(decision.reasons()).isEmpty();
        }

        @Test
        void shouldQuarantineWhenTheEvidenceIsConfidentInAnotherClass() {
            Decision decision = Judge.judge(given(0), SURE_OF_1, snapshot().build(), policy().build());
            assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
            assertThat(decision.weight()).isZero();
            assertThat(decision.pWrong()).isCloseTo(.9, within(1e-12));
            assertThat(decision.givenLabel()).isZero();
            assertThat(decision.suggestedLabel()).isEqualTo(1);
            assertThat(decision.reasons()).containsExactly(Reason.CONFIDENT_OTHER);
        }

        @Test
        void shouldPassWhenNoClassIsConfident() {
            Decision decision =
                    Judge.judge(given(0), predicted(.3, .45, .25), snapshot().build(), policy().build());
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.pWrong()).isCloseTo(.7, within(1e-12));
            assertThat(decision.suggestedLabel()).isZero();
        }

        @Test
        void shouldQuarantineByPredictionAloneWhenThePolicySaysSo() {
            Policy predictedOther =
                    policy().detector(DetectorKind.PREDICTED_NEQ_GIVEN).build();
            Decision decision =
                    Judge.judge(given(0), predicted(.3, .45, .25), snapshot().build(), predictedOther);
            assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
            assertThat(decision.suggestedLabel()).isEqualTo(1);
            assertThat(decision.reasons()).containsExactly(Reason.PREDICTED_OTHER);
        }

        @Test
        void shouldNameTheVersionsThatJudged() {
            Decision decision = Judge.judge(
                    given(0),
                    SURE_OF_1,
                    snapshot().version("3.14").build(),
                    policy().version(7).build());
            assertThat(decision.snapshot()).isEqualTo(new SnapshotVersion(3, 14));
            assertThat(decision.policy()).isEqualTo(7);
        }

        @Test
        void shouldJudgeByTheStatisticsInForceWhenTheEvidenceIsOfANewerModelVersion() {
            Snapshot older = snapshot().model("main", "0").build();
            assertThat(Judge.judge(given(0), SURE_OF_1, older, policy().build()).route())
                    .isEqualTo(Route.QUARANTINE);
        }

        @Test
        void shouldGiveTheSameDecisionWhenAskedAgain() {
            Judge judge = new Judge(snapshot().build(), policy().build());
            assertThat(judge.judge(given(0), SURE_OF_1)).isEqualTo(judge.judge(given(0), SURE_OF_1));
        }

        @Test
        void shouldRecordTheGatesOfTheEvidence() {
            Decision decision = Judge.judge(
                    given(0), predictedWhenHoldExpired(.1, .8, .1), snapshot().build(), policy().build());
            assertThat(decision.gates()).containsExactly(Gate.HOLD_EXPIRED);
            assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
        }
    }

    @Nested
    class WhenASuspectedSampleIsProtected {

        @Test
        void shouldPassARareClassWithItsReason() {
            Snapshot rare = snapshot().counts(19, 2000, 2000).build();
            Decision decision = Judge.judge(given(0), SURE_OF_1, rare, policy().build());
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.weight()).isEqualTo(1);
            assertThat(decision.suggestedLabel()).isEqualTo(1);
            assertThat(decision.reasons()).containsExactly(Reason.CONFIDENT_OTHER, Reason.RARE_CLASS);
        }

        @Test
        void shouldNotProtectAClassThatHasJustEnough() {
            Snapshot enough = snapshot().counts(20, 2000, 2000).build();
            assertThat(Judge.judge(given(0), SURE_OF_1, enough, policy().build())
                            .route())
                    .isEqualTo(Route.QUARANTINE);
        }

        @Test
        void shouldNotMentionTheRareClassWhenNothingIsSuspicious() {
            Snapshot rare = snapshot().counts(2000, 3, 2000).build();
            assertThat(Judge.judge(given(1), SURE_OF_1, rare, policy().build()).reasons())
                    .isEmpty();
        }

        @ParameterizedTest
        @EnumSource(DetectorKind.class)
        void shouldOnlyWatchInShadow(DetectorKind detector) {
            Policy shadow = policy().mode(Mode.SHADOW).detector(detector).build();
            Snapshot learnt = snapshot().posterior(PosteriorModel.untaught(3)).build();
            Decision decision = Judge.judge(given(0), predicted(.001, .998, .001), learnt, shadow);
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.weight()).isEqualTo(1);
            assertThat(decision.suggestedLabel()).isEqualTo(1);
            assertThat(decision.reasons()).hasSize(2).endsWith(Reason.SHADOW);
        }

        @Test
        void shouldNotSayShadowWhenEnforcingWouldChangeNothing() {
            Snapshot rare = snapshot().counts(19, 2000, 2000).build();
            Policy shadow = policy().mode(Mode.SHADOW).build();
            assertThat(Judge.judge(given(0), SURE_OF_1, rare, shadow).reasons())
                    .containsExactly(Reason.CONFIDENT_OTHER, Reason.RARE_CLASS);
        }
    }

    @Nested
    class InWarmUp {

        private final Snapshot tooSmall = snapshot().counts(333, 333, 333).build();

        @ParameterizedTest
        @EnumSource(
                value = WarmUpRoute.class,
                names = {"HOLD", "CLEAN"})
        void shouldPassWithItsReasonWhenThereIsNoSnapshot(WarmUpRoute route) {
            Policy policy = policy().warmUp(1000, 20, route).build();
            Decision decision = Judge.judge(given(0), SURE_OF_1, null, policy);
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.reasons()).containsExactly(Reason.WARM_UP);
            assertThat(decision.suggestedLabel()).isZero();
            assertThat(decision.pWrong()).isCloseTo(.9, within(1e-12));
            assertThat(decision.snapshot()).isNull();
        }

        @Test
        void shouldQuarantineWithItsReasonWhenThePolicySaysSo() {
            Policy policy = policy().warmUp(1000, 20, WarmUpRoute.QUARANTINE).build();
            Decision decision = Judge.judge(given(1), SURE_OF_1, tooSmall, policy);
            assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
            assertThat(decision.weight()).isZero();
            assertThat(decision.reasons()).containsExactly(Reason.WARM_UP);
            assertThat(decision.snapshot()).isEqualTo(tooSmall.version());
        }

        @Test
        void shouldRouteEverythingCleanInShadow() {
            Policy policy = policy().mode(Mode.SHADOW)
                    .warmUp(1000, 20, WarmUpRoute.QUARANTINE)
                    .build();
            Decision decision = Judge.judge(given(1), SURE_OF_1, tooSmall, policy);
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.reasons()).containsExactly(Reason.SHADOW, Reason.WARM_UP);
        }

        @Test
        void shouldLastUntilTheSnapshotHasEnoughSamples() {
            assertThat(new Judge(null, policy().build()).warm(SURE_OF_1)).isFalse();
            assertThat(new Judge(tooSmall, policy().build()).warm(SURE_OF_1)).isFalse();
            assertThat(new Judge(snapshot().withoutModels(), policy().build()).warm(SURE_OF_1))
                    .isFalse();
            Snapshot enough = snapshot().counts(333, 333, 334).build();
            assertThat(new Judge(enough, policy().build()).warm(SURE_OF_1)).isTrue();
            assertThat(Judge.judge(given(0), SURE_OF_1, enough, policy().build())
                            .reasons())
                    .containsExactly(Reason.CONFIDENT_OTHER);
        }

        @Test
        void shouldApplyWhenTheSnapshotSpeaksOfAnotherModel() {
            Snapshot other = snapshot().model("other", "1").build();
            assertThat(Judge.judge(given(0), SURE_OF_1, other, policy().build()).reasons())
                    .containsExactly(Reason.WARM_UP);
        }
    }

    @Nested
    class WhenAClassHasItsOwnThreshold {

        @Test
        void shouldReplaceTheLearntOneByAFixedOne() {
            Policy strict = policy().threshold(1, .81).build();
            Policy loose = policy().threshold(1, .8).build();
            assertThat(Judge.judge(given(0), SURE_OF_1, snapshot().build(), strict)
                            .route())
                    .isEqualTo(Route.CLEAN);
            assertThat(Judge.judge(given(0), SURE_OF_1, snapshot().build(), loose)
                            .route())
                    .isEqualTo(Route.QUARANTINE);
        }

        @Test
        void shouldAddAnOffsetToTheLearntOne() {
            Policy offset = policy().thresholdOffset(1, .25).build();
            assertThat(Judge.judge(
                                    given(0),
                                    SURE_OF_1,
                                    snapshot().thresholds(.5, .54, .5).build(),
                                    offset)
                            .route())
                    .isEqualTo(Route.QUARANTINE);
            assertThat(Judge.judge(
                                    given(0),
                                    SURE_OF_1,
                                    snapshot().thresholds(.5, .56, .5).build(),
                                    offset)
                            .route())
                    .isEqualTo(Route.CLEAN);
        }

        @Test
        void shouldLeaveOtherClassesAlone() {
            Policy other = policy().threshold(2, .99).thresholdOffset(0, .4).build();
            assertThat(Judge.judge(given(0), SURE_OF_1, snapshot().build(), other)
                            .route())
                    .isEqualTo(Route.QUARANTINE);
        }

        @Test
        void shouldKeepAnUnseenClassFromBeingConfidentWhateverTheOffset() {
            Snapshot unseen =
                    snapshot().thresholds(.5, 2, .5).counts(2000, 0, 2000).build();
            Policy offset = policy().thresholdOffset(1, -1.5).build();
            assertThat(Judge.judge(given(0), SURE_OF_1, unseen, offset).route()).isEqualTo(Route.CLEAN);
        }

        @Test
        void shouldRefuseAClassThatDoesNotExist() {
            Policy unknown = policy().threshold(3, .5).build();
            assertThatThrownBy(() -> new Judge(snapshot().build(), unknown))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class 3 is outside 0..2");
        }

        @Test
        void shouldNotChangeTheStatistics() {
            Snapshot learnt = snapshot().build();
            new Judge(learnt, policy().threshold(1, .9).build());
            assertThat(learnt.models().get(0).thresholds()).containsExactly(.5, .5, .5);
        }
    }

    @Nested
    class WhenTheEvidenceDoesNotFit {

        @Test
        void shouldRefuseALabelOutsideTheProbabilities() {
            assertThatThrownBy(() -> Judge.judge(given(3), SURE_OF_1, snapshot().build(), policy().build()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("label 3");
        }

        @Test
        void shouldRefuseProbabilitiesOfAnotherNumberOfClasses() {
            assertThatThrownBy(() ->
                            Judge.judge(given(0), predicted(.5, .5), snapshot().build(), policy().build()))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void shouldRefuseWhatIsNoNumber() {
            Evidence broken =
                    Evidence.of(ModelEvidence.of(new ModelKey("main", "1"), new float[] {1, Float.NaN, 0}, true));
            assertThatThrownBy(() -> Judge.judge(given(0), broken, snapshot().build(), policy().build()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
