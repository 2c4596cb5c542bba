package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static dev.sluice.judge.Rows.given;
import static dev.sluice.judge.Rows.predicted;
import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Snapshot;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * P(label wrong) against a cut-off. By hand, with three classes, one label in twenty wrong and the model at its word: the odds
 * that label 0 is wrong are (p1 .025 + p2 .025) / (p0 .95).
 */
class PosteriorTest {

    private final Snapshot learnt =
            snapshot().posterior(PosteriorModel.untaught(3)).build();
    private final Policies policy = policy().detector(DetectorKind.POSTERIOR);

    @Test
    void shouldGiveTheProbabilityThatTheLabelIsWrong() {
        Decision decision = Judge.judge(given(0), predicted(.1, .8, .1), learnt, policy.build());
        double odds = .9 * .025 / (.1 * .95);
        assertThat(decision.pWrong()).isCloseTo(odds / (1 + odds), within(1e-6));
        assertThat(decision.route()).isEqualTo(Route.CLEAN);
        assertThat(decision.suggestedLabel()).isZero();
        assertThat(decision.reasons()).isEmpty();
    }

    @Test
    void shouldSuspectAboveTheCut() {
        Decision decision = Judge.judge(given(0), predicted(.01, .98, .01), learnt, policy.build());
        double odds = .99 * .025 / (.01 * .95);
        assertThat(decision.pWrong()).isCloseTo(odds / (1 + odds), within(1e-6));
        assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
        assertThat(decision.suggestedLabel()).isEqualTo(1);
        assertThat(decision.reasons()).containsExactly(Reason.POSTERIOR);
    }

    @Test
    void shouldNotSuspectAtTheCutItself() {
        Evidence evidence = predicted(.01, .98, .01);
        double p = Judge.judge(given(0), evidence, learnt, policy.build()).pWrong();
        assertThat(Judge.judge(
                                given(0),
                                evidence,
                                learnt,
                                policy.quarantineAbove(p).build())
                        .route())
                .isEqualTo(Route.CLEAN);
        assertThat(Judge.judge(
                                given(0),
                                evidence,
                                learnt,
                                policy.quarantineAbove(Math.nextDown(p)).build())
                        .route())
                .isEqualTo(Route.QUARANTINE);
    }

    @Test
    void shouldTakeTheCutOfTheGivenClass() {
        Policy lenient = policy.quarantineAbove(0, .9).build();
        assertThat(Judge.judge(given(0), predicted(.01, .98, .01), learnt, lenient)
                        .route())
                .isEqualTo(Route.CLEAN);
        assertThat(Judge.judge(given(2), predicted(.01, .98, .01), learnt, lenient)
                        .route())
                .isEqualTo(Route.QUARANTINE);
    }

    @Test
    void shouldSuspectNothingWhenNoPosteriorWasLearnt() {
        Decision decision =
                Judge.judge(given(0), predicted(.0001, .9998, .0001), snapshot().build(), policy.build());
        assertThat(decision.route()).isEqualTo(Route.CLEAN);
        assertThat(decision.pWrong()).isGreaterThan(.99);
        assertThat(decision.reasons()).isEmpty();
    }

    @Test
    void shouldTakeTheMeanOfTheLogOddsWhenSeveralModelsSpeak() {
        Snapshot two = Snapshot.of(
                learnt.version(),
                3,
                "classes",
                List.of(),
                List.of(
                        learnt.models().get(0),
                        snapshot()
                                .model("other", "1")
                                .posterior(PosteriorModel.untaught(3))
                                .build()
                                .models()
                                .get(0)));
        ModelEvidence one = model("main", .01, .98, .01);
        ModelEvidence other = model("other", .3, .1, .6);
        Decision decision = Judge.judge(given(0), new Evidence(0, List.of(one, other), Set.of()), two, policy.build());
        double mean = (Math.log(.99 * .025 / (.01 * .95)) + Math.log(.7 * .025 / (.3 * .95))) / 2;
        assertThat(decision.pWrong()).isCloseTo(1 / (1 + Math.exp(-mean)), within(1e-6));
    }

    private static ModelEvidence model(String id, double... p) {
        float[] logits = new float[p.length];
        for (int k = 0; k < p.length; k++) {
            logits[k] = (float) Math.log(p[k]);
        }
        return ModelEvidence.of(new ModelKey(id, "1"), logits, true);
    }
}
