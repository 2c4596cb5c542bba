package dev.sluice.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationTest {

    @Test
    void shouldGiveEverySampleExactlyOneWhenThereIsNoScheme() {
        double raw = WeightScheme.NONE.raw(2, new double[] {.1, .2, .7});
        assertThat(new Normalisation(1, .05, 4).apply(raw)).isEqualTo(1.0);
    }

    @Test
    void shouldHaveMeanOneWhenNothingIsHeldByFloorOrCap() {
        Random random = new Random(3);
        double[] raw = random.doubles(1_000, .2, 1).toArray();
        double mean = java.util.Arrays.stream(raw).average().orElseThrow();
        Normalisation normalisation = new Normalisation(mean, 0, 100);
        assertThat(java.util.Arrays.stream(raw)
                        .map(normalisation::apply)
                        .average()
                        .orElseThrow())
                .isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.05", "0.01, 0.05", "0.5, 1", "1, 2", "3, 4", "1e300, 4"})
    void shouldHoldTheWeightBetweenFloorAndCap(double raw, double weight) {
        assertThat(new Normalisation(.5, .05, 4).apply(raw)).isEqualTo(weight);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-9, Double.POSITIVE_INFINITY})
    void shouldRefuseWhenTheRawWeightIsNone(double raw) {
        assertThatThrownBy(() -> new Normalisation(1, 0, 1).apply(raw)).hasMessageContaining("raw weight");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "NaN, 0, 1", "Infinity, 0, 1", "1, -0.1, 1", "1, 1.1, 2", "1, 0, 0.9"})
    void shouldRefuseWhenItIsNotANormalisation(double mean, double floor, double cap) {
        assertThatThrownBy(() -> new Normalisation(mean, floor, cap)).hasMessageContaining("not a normalisation");
    }
}
