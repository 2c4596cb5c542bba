package dev.sluice.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ties and the slack of a millionth, for both rules. */
class DetectorTest {

    private final PredictionDetector confident = new ConfidentOther(new double[] {.4, .4, .4});
    private final PredictionDetector predicted = new PredictedOther();

    @Test
    void shouldAgreeWhenTheGivenLabelTiesWithAnotherClassWhicheverComesFirst() {
        double[] tie = {.45, .45, .1};
        assertThat(confident.otherClass(tie, 0)).isEqualTo(Detector.AGREES);
        assertThat(confident.otherClass(tie, 1)).isEqualTo(Detector.AGREES);
        assertThat(predicted.otherClass(tie, 0)).isEqualTo(Detector.AGREES);
        assertThat(predicted.otherClass(tie, 1)).isEqualTo(Detector.AGREES);
    }

    @Test
    void shouldNameTheLowestIndexWhenOtherClassesTie() {
        double[] tie = {.1, .45, .45};
        assertThat(confident.otherClass(tie, 0)).isEqualTo(1);
        assertThat(predicted.otherClass(tie, 0)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWhenTheGivenLabelIsLessThanAMillionthBehind() {
        double[] close = {.45, .45 - .9e-6, .1};
        assertThat(confident.otherClass(close, 1)).isEqualTo(Detector.AGREES);
        assertThat(predicted.otherClass(close, 1)).isEqualTo(Detector.AGREES);
    }

    @Test
    void shouldSuspectWhenTheGivenLabelIsMoreThanAMillionthBehind() {
        double[] behind = {.45, .45 - 1.1e-6, .1};
        assertThat(confident.otherClass(behind, 1)).isZero();
        assertThat(predicted.otherClass(behind, 1)).isZero();
    }

    @Test
    void shouldTakeTheLowerIndexWhenTheFavouredLabelTiesExactly() {
        // .25 + 1e-6 rounds to one double; a class with exactly that probability wins only from a lower index.
        double favoured = .25 + 1e-6;
        assertThat(PredictionDetector.predictsGiven(new double[] {favoured, .25, .1}, 1))
                .isFalse();
        assertThat(PredictionDetector.predictsGiven(new double[] {.25, favoured, .1}, 0))
                .isTrue();
    }

    @Test
    void shouldSuspectByConfidenceOnlyWhenThePredictionIsAnotherClassToo() {
        // Class 1 alone is confident, but the label 0 is the most probable: un-flagged.
        PredictionDetector low = new ConfidentOther(new double[] {.9, .1, .9});
        assertThat(low.otherClass(new double[] {.6, .3, .1}, 0)).isEqualTo(Detector.AGREES);
        assertThat(low.otherClass(new double[] {.6, .3, .1}, 2)).isEqualTo(1);
    }

    @Test
    void shouldNotSuspectByConfidenceWhenNoClassIsConfident() {
        double[] unsure = {.35, .39, .26};
        assertThat(confident.otherClass(unsure, 0)).isEqualTo(Detector.AGREES);
        assertThat(predicted.otherClass(unsure, 0)).isEqualTo(1);
    }

    @Test
    void shouldFlagTheSamplesOfTheGoldenVector() {
        double[][] p = {
            {.9, .05, .05},
            {.2, .7, .1},
            {.1, .8, .1},
            {.3, .3, .4},
            {.05, .05, .9},
            {.6, .3, .1},
            {.1, .2, .7},
            {.45, .45, .1}
        };
        int[] given = {0, 0, 1, 1, 2, 2, 2, 0};
        PredictionDetector learnt = new ConfidentOther(new double[] {1.55 / 3, .55, 1.7 / 3});
        for (int i = 0; i < given.length; i++) {
            assertThat(learnt.otherClass(p[i], given[i]) != Detector.AGREES)
                    .as("confident_learning flags sample %d", i)
                    .isEqualTo(i == 1 || i == 5);
            assertThat(predicted.otherClass(p[i], given[i]) != Detector.AGREES)
                    .as("predicted_neq_given flags sample %d", i)
                    .isEqualTo(i == 1 || i == 3 || i == 5);
        }
    }
}
