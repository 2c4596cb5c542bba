package dev.sluice.weight;

import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.ReferenceRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every scheme keeps. */
class SchemeContractTest {

    private static final int ROWS = 900;
    private static final List<double[]> NO_PASSES = List.of();

    private static ModelStatistics statistics(ReferenceRows reference) {
        return snapshot()
                .counts(1000, 1000, 1000)
                .posterior(PosteriorModel.untaught(3).with(reference))
                .build()
                .models()
                .get(0);
    }

    private static ReferenceRows reference() {
        Random random = new Random(7);
        ReferenceRows rows = new ReferenceRows(new int[ROWS], new float[ROWS], new float[ROWS], new float[ROWS]);
        for (int i = 0; i < ROWS; i++) {
            rows.given()[i] = i % 3;
            rows.rows()[i] = 1 + random.nextInt(9);
            rows.pWrong()[i] = random.nextFloat() * random.nextFloat();
            rows.selfConfidence()[i] = random.nextFloat();
        }
        return rows;
    }

    private static Weighing fit(Scheme scheme, ReferenceRows reference) {
        return Weighing.fit(scheme, statistics(reference), Optional.empty(), (given, pWrong) -> pWrong <= .5, .05, 4);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORM") // see StormWeightTest
    void shouldHaveMeanOneOverTheCleanRows(Scheme scheme) {
        ReferenceRows reference = reference();
        Weighing weighing = fit(scheme, reference);
        double sum = 0;
        double rows = 0;
        for (int i = 0; i < ROWS; i++) {
            if (reference.pWrong()[i] <= .5) {
                double weight = weighing.weight(
                        reference.given()[i], reference.pWrong()[i], reference.selfConfidence()[i], NO_PASSES);
                assertThat(weight).isBetween(.05, 4.0);
                sum += reference.rows()[i] * weight;
                rows += reference.rows()[i];
            }
        }
        assertThat(sum / rows).isCloseTo(1, within(1e-9));
        assertThat(weighing.effective()).isBetween(.3, 1 + 1e-9);
        assertThat(Arrays.stream(weighing.histogram()).sum()).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORM") // it is learnt, not a formula
    void shouldNeverWeighMoreWhatIsLessLikelyRight(Scheme scheme) {
        Weighing weighing = fit(scheme, reference());
        for (int given = 0; given < 3; given++) {
            double before = Double.POSITIVE_INFINITY;
            for (double p = 0; p <= 1; p += 1 / 64.) {
                double weight = weighing.weight(given, p, 1 - p, NO_PASSES);
                assertThat(weight).isLessThanOrEqualTo(before);
                before = weight;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void shouldGiveOneWhenNothingWasLearntToFitOn(Scheme scheme) {
        assertThat(fit(scheme, ReferenceRows.NONE)).isSameAs(Weighing.EVEN);
        assertThat(Weighing.EVEN.weight(1, .9, Double.NaN, NO_PASSES)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORM") // see RescalerLearnerTest
    void shouldFitTheSameTwice(Scheme scheme) {
        Weighing first = fit(scheme, reference());
        Weighing second = fit(scheme, reference());
        assertThat(second.normalisation()).isEqualTo(first.normalisation());
        assertThat(second.weight(2, .25, .5, NO_PASSES)).isEqualTo(first.weight(2, .25, .5, NO_PASSES));
    }

    // stay is .95 for every class of an untaught posterior
    @Test
    void shouldWeighByImportanceAsTheQuotientOfCleanAndNoisyProbability() {
        double q = .6;
        double stay = .95;
        double noisy = q * stay + (1 - q) * (1 - stay) / 2;
        double pWrong = 1 - q * stay / noisy;
        assertThat(new ImportanceWeight(PosteriorModel.untaught(3).stay()).raw(1, pWrong, q, NO_PASSES))
                .isCloseTo(q / noisy, within(1e-6));
    }

    //  self-confidence  .1  .2  .3  .4  .5  .6  .7  .8  .9  1.0    of class 0, each row as many as the others
    //  P(label wrong)   .95 .95  0 ................... 0  .2       2 of 10 are wrong: the two largest losses
    @Test
    void shouldCutTheShareOfAClassThatMayBeWrong() {
        float[] wrong = {.95f, .95f, 0, 0, 0, 0, 0, 0, 0, .2f};
        float[] confidence = {.1f, .2f, .3f, .4f, .5f, .6f, .7f, .8f, .9f, 1};
        float[] rows = new float[10];
        Arrays.fill(rows, 7);
        SmallLossWeight weight = SmallLossWeight.of(new ReferenceRows(new int[10], rows, wrong, confidence), 2);
        assertThat(weight.raw(0, 0, .2f, NO_PASSES)).isZero();
        assertThat(weight.raw(0, 0, .21, NO_PASSES)).isEqualTo(1);
        assertThat(weight.raw(1, 0, 0, NO_PASSES)).as("a class without rows").isEqualTo(1);
    }
}
