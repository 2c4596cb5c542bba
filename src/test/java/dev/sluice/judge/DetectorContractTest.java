package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.noise.GeneratedStream;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Probabilities;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.Snapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every detector promises, seen through the judge. A new kind of detector is tested here without a new line. */
class DetectorContractTest {

    private static final ModelKey MODEL = new ModelKey("main", "1");

    record Case(DetectorKind detector, int classes, long seed) {

        GeneratedStream stream() {
            return GeneratedStream.draw(classes, 200, .3, seed);
        }

        Judge judge(double[] thresholds, long[] counts) {
            return new Judge(
                    Snapshots.snapshot()
                            .thresholds(thresholds)
                            .counts(counts)
                            .posterior(PosteriorModel.untaught(classes))
                            .build(),
                    policy().alwaysWarm().detector(detector).build());
        }

        double[] thresholds() {
            // Halves and quarters are hit by no generated probability: class order cannot decide a tie.
            return new Random(seed).doubles(classes, .1, .9).toArray();
        }
    }

    static Stream<Case> cases() {
        return Arrays.stream(DetectorKind.values())
                .flatMap(detector -> IntStream.of(1, 2, 10, 1000)
                        .boxed()
                        .flatMap(classes -> IntStream.range(0, 4).mapToObj(seed -> new Case(detector, classes, seed))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNameAnotherClassInRangeOrNone(Case given) {
        GeneratedStream stream = given.stream();
        Judge judge = given.judge(given.thresholds(), counts(given.classes(), 100));
        for (int i = 0; i < stream.size(); i++) {
            Decision decision = judge(judge, stream.given()[i], stream.logits()[i]);
            assertThat(decision.suggestedLabel()).isBetween(0, given.classes() - 1);
            assertThat(decision.pWrong()).isBetween(0.0, 1.0);
            assertThat(decision.route() == Route.QUARANTINE)
                    .isEqualTo(decision.suggestedLabel() != stream.given()[i])
                    .isEqualTo(!decision.reasons().isEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveThePermutedVerdictWhenClassesArePermuted(Case given) {
        GeneratedStream stream = given.stream();
        List<Integer> classes =
                new ArrayList<>(IntStream.range(0, given.classes()).boxed().toList());
        Collections.shuffle(classes, new Random(given.seed() + 99));
        int[] to = classes.stream().mapToInt(k -> k).toArray();
        Judge judge = given.judge(given.thresholds(), counts(given.classes(), 100));
        Judge permuted = given.judge(permute(given.thresholds(), to), counts(given.classes(), 100));
        Random noise = new Random(given.seed());
        for (int i = 0; i < stream.size(); i++) {
            // Distinct logits: which of two equal classes wins is decided by index, on purpose.
            double[] p = new double[given.classes()];
            for (int k = 0; k < p.length; k++) {
                p[k] = stream.logits()[i][k] + noise.nextDouble();
            }
            double sum = Arrays.stream(p).map(StrictMath::exp).sum();
            p = Arrays.stream(p).map(x -> StrictMath.exp(x) / sum).toArray();
            Decision before = judge.judge(Rows.given(stream.given()[i]), Rows.predicted(p));
            Decision after = permuted.judge(Rows.given(to[stream.given()[i]]), Rows.predicted(permute(p, to)));
            assertThat(after.route()).isEqualTo(before.route());
            assertThat(after.suggestedLabel()).isEqualTo(to[before.suggestedLabel()]);
            assertThat(after.pWrong()).isEqualTo(before.pWrong());
            assertThat(after.reasons()).isEqualTo(before.reasons());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotQuarantineAClassThatWasNeverSeenWhenOneSampleIsAsked(Case given) {
        long[] counts = counts(given.classes(), 100);
        double[] thresholds = given.thresholds();
        int unseen = given.classes() - 1;
        counts[unseen] = 0;
        thresholds[unseen] = 2;
        Snapshot snapshot = Snapshots.snapshot()
                .thresholds(thresholds)
                .counts(counts)
                .posterior(PosteriorModel.untaught(given.classes()))
                .build();
        Judge judge = new Judge(
                snapshot,
                policy().detector(given.detector())
                        .warmUp(0, 1, WarmUpRoute.CLEAN)
                        .build());
        GeneratedStream stream = given.stream();
        for (int i = 0; i < stream.size(); i++) {
            assertThat(judge(judge, unseen, stream.logits()[i]).route()).isEqualTo(Route.CLEAN);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNeverSuspectThePrediction(Case given) {
        GeneratedStream stream = given.stream();
        Judge judge = given.judge(given.thresholds(), counts(given.classes(), 100));
        for (float[] logits : stream.logits()) {
            int predicted = Probabilities.argmax(Probabilities.softmax(logits));
            assertThat(judge(judge, predicted, logits).route()).isEqualTo(Route.CLEAN);
        }
    }

    @ParameterizedTest
    @EnumSource(DetectorKind.class)
    void shouldRefuseWhatIsNoNumber(DetectorKind detector) {
        Case given = new Case(detector, 3, 1);
        Judge judge = given.judge(given.thresholds(), counts(3, 100));
        assertThatThrownBy(() -> judge(judge, 0, new float[] {0, Float.NaN, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> judge(judge, 0, new float[] {0, Float.POSITIVE_INFINITY, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(DetectorKind.class)
    void shouldSuspectTheExtremeWhenProbabilitiesAreZeroAndOne(DetectorKind detector) {
        Case given = new Case(detector, 3, 1);
        Judge judge = given.judge(new double[] {1, 1, 1}, counts(3, 100));
        Decision decision = judge(judge, 0, new float[] {-1e38f, 1e38f, -1e38f});
        assertThat(decision.route()).isEqualTo(Route.QUARANTINE);
        assertThat(decision.pWrong()).isEqualTo(1);
    }

    private static Decision judge(Judge judge, int given, float[] logits) {
        return judge.judge(Rows.given(given), Evidence.of(ModelEvidence.of(MODEL, logits, true)));
    }

    private static long[] counts(int classes, long each) {
        long[] counts = new long[classes];
        Arrays.fill(counts, each);
        return counts;
    }

    private static double[] permute(double[] values, int[] to) {
        double[] permuted = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            permuted[to[k]] = values[k];
        }
        return permuted;
    }
}
