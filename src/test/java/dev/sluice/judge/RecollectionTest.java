package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.judge.Recollection.Need;
import dev.sluice.judge.Recollection.Remembered;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.ReferenceRows;
import dev.sluice.noise.Snapshot;
import dev.sluice.weight.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Judging from records against judging from the evidence: the same bits, or a need that is named. */
class RecollectionTest {

    private static final int ROWS = 3_000;
    private static final ModelKey MODEL = new ModelKey("main", "1");
    private static final Snapshot SNAPSHOT = snapshot()
            .counts(1000, 1000, 10)
            .posterior(PosteriorModel.untaught(3)
                    .with(new ReferenceRows(
                            new int[] {0, 0, 1, 1, 2},
                            new float[] {900, 100, 800, 200, 10},
                            new float[] {.01f, .4f, .05f, .8f, .1f},
                            new float[] {.9f, .5f, .8f, .1f, .7f})))
            .build();

    private static Policies posterior() {
        return policy().detector(DetectorKind.POSTERIOR);
    }

    private static Policies confident() {
        return policy();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("posterior, nothing", posterior(), posterior(), Need.NOTHING),
                Arguments.of("posterior, lower", posterior(), posterior().quarantineAbove(.1), Need.NOTHING),
                Arguments.of("posterior, higher", posterior(), posterior().quarantineAbove(.9), Need.NOTHING),
                Arguments.of("posterior, a class", posterior(), posterior().quarantineAbove(1, .05), Need.NOTHING),
                Arguments.of(
                        "posterior, weighed by it", posterior(), posterior().scheme(Scheme.POSTERIOR), Need.NOTHING),
                Arguments.of(
                        "posterior, weighed by importance",
                        posterior().scheme(Scheme.POSTERIOR),
                        posterior().scheme(Scheme.IMPORTANCE).quarantineAbove(.9),
                        Need.NOTHING),
                Arguments.of(
                        "posterior, weighed by noise rates",
                        posterior(),
                        posterior().scheme(Scheme.NOISE_RATE),
                        Need.NOTHING),
                Arguments.of(
                        "posterior, weighed by loss", posterior(), posterior().scheme(Scheme.SMALL_LOSS), Need.WEIGHTS),
                Arguments.of(
                        "posterior, weighed by the rescaler",
                        posterior().scheme(Scheme.STORM),
                        posterior().scheme(Scheme.STORM),
                        Need.WEIGHTS),
                Arguments.of("posterior, shadow", posterior(), posterior().mode(Mode.SHADOW), Need.NOTHING),
                Arguments.of("posterior, out of the shadow", posterior().mode(Mode.SHADOW), posterior(), Need.NOTHING),
                Arguments.of(
                        "posterior, floor", posterior(), posterior().warmUp(1000, 5, WarmUpRoute.HOLD), Need.NOTHING),
                Arguments.of(
                        "posterior, route of the warm-up",
                        posterior(),
                        posterior().warmUp(1000, 20, WarmUpRoute.QUARANTINE),
                        Need.NOTHING),
                Arguments.of(
                        "warm before, cold now",
                        posterior(),
                        posterior().warmUp(1_000_000, 20, WarmUpRoute.HOLD),
                        Need.WARM_UP),
                Arguments.of(
                        "cold before, warm now",
                        posterior().warmUp(1_000_000, 20, WarmUpRoute.HOLD),
                        posterior(),
                        Need.WARM_UP),
                Arguments.of(
                        "cold before and now, another detector",
                        posterior().warmUp(1_000_000, 20, WarmUpRoute.CLEAN),
                        confident().warmUp(2_000_000, 20, WarmUpRoute.QUARANTINE),
                        Need.NOTHING),
                Arguments.of("another detector", posterior(), confident(), Need.DETECTOR),
                Arguments.of("confident learning, nothing", confident(), confident(), Need.NOTHING),
                Arguments.of("confident learning, cut", confident(), confident().quarantineAbove(.1), Need.NOTHING),
                Arguments.of(
                        "confident learning, threshold",
                        confident(),
                        confident().threshold(1, .9),
                        Need.THRESHOLDS),
                Arguments.of(
                        "confident learning, offset",
                        confident().thresholdOffset(1, .1),
                        confident().thresholdOffset(1, .2),
                        Need.THRESHOLDS),
                Arguments.of(
                        "the most probable class",
                        policy().detector(DetectorKind.PREDICTED_NEQ_GIVEN),
                        policy().detector(DetectorKind.PREDICTED_NEQ_GIVEN).mode(Mode.SHADOW),
                        Need.NOTHING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void shouldJudgeAsWithTheEvidenceOrNameWhatIsMissing(String what, Policies then, Policies now, Need need) {
        Policy recorded = then.build();
        Policy other = now.version(2).build();
        Recollection recollection = new Recollection(SNAPSHOT, recorded, other);
        assertThat(recollection.need(List.of(MODEL))).isEqualTo(need);
        if (need != Need.NOTHING) {
            return;
        }
        int suspected = 0;
        int newly = 0;
        for (Row row : rows()) {
            Decision before = Judge.judge(row.sample(), row.evidence(), SNAPSHOT, recorded);
            Decision expected = Judge.judge(row.sample(), row.evidence(), SNAPSHOT, other);
            Decision again = recollection.judge(remembered(row, before));

            suspected += before.reasons().isEmpty() ? 0 : 1;
            boolean fresh = before.reasons().isEmpty() && !expected.reasons().isEmpty();
            newly += fresh ? 1 : 0;
            assertThat(again).isEqualTo(fresh ? agreeing(expected) : expected);
        }
        assertThat(suspected).as("suspected then").isPositive();
        if (what.contains("lower")) {
            assertThat(newly).as("suspected only now").isPositive();
        }
    }

    @Test
    void shouldSuspectNothingWhereNoPosteriorWasLearnt() {
        Snapshot untaught = snapshot().build();
        Policy policy = posterior().quarantineAbove(.01).build();
        for (Row row : rows()) {
            Decision before = Judge.judge(row.sample(), row.evidence(), untaught, policy);
            assertThat(new Recollection(untaught, policy, policy).judge(remembered(row, before)))
                    .isEqualTo(before);
        }
    }

    // second is cold under both policies or under one of them only; main is always warm
    @Test
    void shouldTellWhoWasHeardOfSeveralModels() {
        ModelStatistics main = SNAPSHOT.models().get(0);
        ModelKey second = new ModelKey("second", "1");
        ModelStatistics young = snapshot()
                .model("second", "1")
                .counts(100, 100, 10)
                .posterior(PosteriorModel.untaught(3))
                .build()
                .models()
                .get(0);
        Snapshot both =
                Snapshot.of(SNAPSHOT.version(), 3, SNAPSHOT.classListHash(), SNAPSHOT.coverage(), List.of(main, young));
        Policy recorded = posterior().build();
        Policy lower = posterior().quarantineAbove(.2).version(2).build();
        Policy sooner = posterior().warmUp(200, 20, WarmUpRoute.HOLD).version(2).build();

        assertThat(new Recollection(both, recorded, sooner).need(List.of(MODEL, second)))
                .isEqualTo(Need.WARM_UP);
        assertThat(new Recollection(both, recorded, sooner).need(List.of(MODEL)))
                .as("the other one is none of its business")
                .isEqualTo(Need.NOTHING);
        judgesAlike(
                both,
                sooner,
                posterior()
                        .warmUp(200, 20, WarmUpRoute.HOLD)
                        .quarantineAbove(.7)
                        .version(3)
                        .build());
        judgesAlike(both, recorded, lower);
    }

    private static void judgesAlike(Snapshot snapshot, Policy recorded, Policy other) {
        Recollection recollection = new Recollection(snapshot, recorded, other);
        ModelKey second = new ModelKey("second", "1");
        for (Row row : rows()) {
            ModelEvidence main = row.evidence().models().get(0);
            float[] turned = {main.logits()[1], main.logits()[2], main.logits()[0]};
            List<ModelEvidence> models = List.of(main, ModelEvidence.of(second, turned, true));
            Row wide =
                    new Row(row.sample(), new Evidence(0, models, row.evidence().gates()));
            Decision before = Judge.judge(wide.sample(), wide.evidence(), snapshot, recorded);
            Decision expected = Judge.judge(wide.sample(), wide.evidence(), snapshot, other);
            boolean fresh = before.reasons().isEmpty() && !expected.reasons().isEmpty();

            assertThat(recollection.need(List.of(MODEL, second))).isEqualTo(Need.NOTHING);
            assertThat(recollection.judge(remembered(wide, before))).isEqualTo(fresh ? agreeing(expected) : expected);
        }
    }

    private static Decision agreeing(Decision decision) {
        return new Decision(
                decision.route(),
                decision.weight(),
                decision.pWrong(),
                decision.givenLabel(),
                decision.givenLabel(),
                decision.reasons(),
                decision.gates(),
                decision.snapshot(),
                decision.policy());
    }

    private static Remembered remembered(Row row, Decision decision) {
        return new Remembered(
                row.sample(),
                row.evidence().models().stream().map(ModelEvidence::model).toList(),
                decision.gates(),
                decision.pWrong(),
                decision.suggestedLabel(),
                decision.reasons());
    }

    private record Row(Sample sample, Evidence evidence) {}

    private static List<Row> rows() {
        Random random = new Random(29);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            float[] logits = new float[3];
            for (int k = 0; k < logits.length; k++) {
                logits[k] = (float) (3 * random.nextGaussian());
            }
            ModelEvidence model = ModelEvidence.of(MODEL, logits, true);
            Set<Gate> gates = i % 7 == 0 ? Set.of(Gate.HOLD_EXPIRED) : Set.of();
            rows.add(new Row(new Sample("s" + i, random.nextInt(3)), new Evidence(0, List.of(model), gates)));
        }
        return rows;
    }
}
