package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static dev.sluice.judge.Rows.given;
import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PanelTest {

    private static final ModelStatistics A =
            snapshot().model("a", "1").thresholds(.5, .6, .7).build().models().get(0);
    private static final ModelStatistics B = snapshot()
            .model("b", "1")
            .thresholds(.3, .8, 2)
            .counts(2000, 30, 0)
            .build()
            .models()
            .get(0);
    private static final ModelStatistics COLD =
            snapshot().model("cold", "1").counts(3, 3, 3).build().models().get(0);

    private static Snapshot of(ModelStatistics... models) {
        return Snapshot.of(SnapshotVersion.parse("1.1"), 3, "classes", List.of(), List.of(models));
    }

    private static ModelEvidence says(String model, double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) Math.log(probabilities[k]);
        }
        return ModelEvidence.of(new ModelKey(model, "1"), logits, true);
    }

    private static Evidence together(ModelEvidence... models) {
        return new Evidence(0, Arrays.asList(models), Set.of());
    }

    @Test
    void shouldAverageThresholdsAndTakeTheSmallerCounts() {
        Panel panel = Panel.of(List.of(A, B));
        assertThat(panel.thresholds()).containsExactly(.4, .7, SnapshotLearner.NEVER_CONFIDENT);
        assertThat(panel.counts()).containsExactly(1000, 30, 0);
        assertThat(Panel.of(List.of(A)).thresholds()).isSameAs(A.thresholds());
    }

    // Threshold of class 1 is .6 for a and .8 for b, .7 together: a mean of .72 reaches it though b alone does not.
    @Test
    void shouldSuspectWhenTheMeanReachesTheMeanThreshold() {
        Evidence both = together(says("a", .2, .7, .1), says("b", .16, .74, .1));
        Decision decision = Judge.judge(given(0), both, of(A, B), policy().build());
        assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
        assertThat(decision.suggestedLabel()).isEqualTo(1);
        assertThat(decision.pWrong()).isCloseTo(1 - .18, within(1e-6));
        assertThat(Judge.judge(given(0), together(says("b", .16, .74, .1)), of(A, B), policy().build())
                        .route())
                .isEqualTo(Route.CLEAN);
    }

    @Test
    void shouldGiveNoSayToAModelThatIsNotKnownYetUnlessNoOtherHas() {
        Judge judge = new Judge(of(A, COLD), policy().build());
        ModelEvidence known = says("a", .8, .1, .1);
        ModelEvidence unknown = says("cold", .1, .8, .1);
        assertThat(judge.judge(given(0), together(known, unknown)).pWrong()).isCloseTo(.2, within(1e-6));
        assertThat(judge.warm(together(known, unknown))).isTrue();
        assertThat(judge.warm(together(unknown))).isFalse();
        assertThat(judge.judge(given(0), together(unknown)).reasons()).containsExactly(Reason.WARM_UP);
    }

    @Test
    void shouldJudgeByWhoeverOfThreeCame() {
        ModelStatistics c = snapshot().model("c", "1").build().models().get(0);
        Judge judge = new Judge(of(A, B, c), policy().build());
        Evidence two = together(says("a", .1, .1, .8), says("c", .1, .1, .8));
        assertThat(judge.judge(given(0), two).suggestedLabel())
                .as("b, which has never seen class 2, is not here to veto it")
                .isEqualTo(2);
        Evidence all = together(says("a", .1, .1, .8), says("b", .1, .1, .8), says("c", .1, .1, .8));
        assertThat(judge.judge(given(0), all).route()).isEqualTo(Route.CLEAN);
    }

    // Information 3 and 1: shares 9/10 and 1/10.
    @Test
    void shouldGiveEachModelTheShareOfWhatItKnowsSquared() {
        Panel panel = Panel.of(List.of(worth(A, 3), worth(B, 1)));
        assertThat(panel.shares().get("a")).isCloseTo(.9, within(1e-12));
        assertThat(panel.thresholds()[0]).isCloseTo(.9 * .5 + .1 * .3, within(1e-12));
        double[] mean = Panel.average(List.of(says("a", .2, .7, .1), says("b", .6, .3, .1)), panel);
        assertThat(mean[1]).isCloseTo(.9 * .7 + .1 * .3, within(1e-6));
    }

    @Test
    void shouldGiveNoSayToAModelThatGuesses() {
        Judge judge = new Judge(of(worth(A, 2), worth(B, 0)), policy().build());
        assertThat(judge.judge(given(0), together(says("a", .8, .1, .1), says("b", .1, .8, .1)))
                        .pWrong())
                .isCloseTo(.2, within(1e-6));
    }

    @Test
    void shouldShareEquallyWhenNothingIsKnownOfWhatOneIsWorth() {
        assertThat(ModelShares.of(List.of(worth(A, 3), B)))
                .containsEntry("a", .5)
                .containsEntry("b", .5);
        assertThat(ModelShares.of(List.of(worth(A, 0), worth(B, 0)))).containsEntry("a", .5);
    }

    private static ModelStatistics worth(ModelStatistics statistics, float information) {
        PosteriorModel model = PosteriorModel.untaught(3);
        return statistics.with(Optional.of(new PosteriorModel(
                0,
                model.scale(),
                model.bias(),
                model.matrix(),
                model.stay(),
                model.leave(),
                model.share(),
                model.exceptions(),
                model.rest(),
                model.say(),
                information,
                model.reference())));
    }
}
