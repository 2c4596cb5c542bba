package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ConfidentClassTest {

    private static final double[] THRESHOLDS = {.5, .3, .2};

    @Test
    void shouldBeNoneWhenNoClassReachesItsThreshold() {
        assertThat(ConfidentClass.of(new double[] {.49, .29, .19}, THRESHOLDS)).isEqualTo(ConfidentClass.NONE);
    }

    @Test
    void shouldBeTheOneClassThatReachesItsThresholdEvenIfAnotherIsMoreProbable() {
        assertThat(ConfidentClass.of(new double[] {.49, .32, .19}, THRESHOLDS)).isEqualTo(1);
    }

    @Test
    void shouldForgiveAMillionthBelowTheThreshold() {
        assertThat(ConfidentClass.of(new double[] {.5 - .99e-6, .29, .19}, THRESHOLDS))
                .isZero();
        assertThat(ConfidentClass.of(new double[] {.5 - 1.01e-6, .29, .19}, THRESHOLDS))
                .isEqualTo(ConfidentClass.NONE);
    }

    @Test
    void shouldBeTheMostProbableOfAllClassesWhenSeveralAreConfident() {
        // 1 and 2 are confident; 0 is not, yet most probable: the tie rule asks for the argmax over all.
        assertThat(ConfidentClass.of(new double[] {.45, .32, .23}, THRESHOLDS)).isZero();
    }

    @Test
    void shouldBeTheLowestIndexWhenSeveralConfidentClassesTie() {
        assertThat(ConfidentClass.of(new double[] {.2, .4, .4}, THRESHOLDS)).isEqualTo(1);
    }

    @Test
    void shouldNeverBeAClassWithoutSamples() {
        double[] unseen = {.5, SnapshotLearner.NEVER_CONFIDENT, .2};
        assertThat(ConfidentClass.of(new double[] {0, 1, 0}, unseen)).isEqualTo(ConfidentClass.NONE);
    }

    @Test
    void shouldRefuseAnotherNumberOfClasses() {
        assertThatThrownBy(() -> ConfidentClass.of(new double[2], THRESHOLDS))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
