package dev.sluice.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisationTest {

    private static final double[] RAW = new Random(3).doubles(1_000, 0, 1).toArray();
    private static final double[] ROWS = new Random(4).doubles(1_000, 1, 20).toArray();

    @Test
    void shouldHaveMeanOneOverTheRowsWithFloorAndCap() {
        Normalisation fitted = Normalisation.fit(RAW, ROWS, .4, 1.2);
        assertThat(fitted.mean(RAW, ROWS)).isCloseTo(1, within(1e-9));
        assertThat(fitted.exponent()).isEqualTo(1);
        assertThat(Arrays.stream(RAW).map(fitted::apply).min().orElseThrow()).isEqualTo(.4);
        assertThat(Arrays.stream(RAW).map(fitted::apply).max().orElseThrow()).isEqualTo(1.2);
    }

    // 3 of 100 rows weigh a thousand times as much as the others.
    @Test
    void shouldTemperWhenFewRowsWouldCarryMostOfTheWeight() {
        double[] raw = new double[100];
        Arrays.fill(raw, 1e-3);
        Arrays.fill(raw, 0, 3, 1);
        double[] rows = new double[100];
        Arrays.fill(rows, 1);
        assertThat(new Normalisation(raw[0] * .03097, 1, 0, 1000).effective(raw, rows))
                .as("untempered")
                .isLessThan(.1);
        Normalisation fitted = Normalisation.fit(raw, rows, 0, 1000);
        assertThat(fitted.exponent()).isBetween(.2, .9);
        assertThat(fitted.effective(raw, rows)).isBetween(.3, .31);
        assertThat(fitted.mean(raw, rows)).isCloseTo(1, within(1e-9));
    }

    // 4 of 10 at the cap of 2 make .8.
    @Test
    void shouldStayBelowOneWhenTheCapLeavesNoOtherWay() {
        double[] raw = {1, 1, 1, 1, 0, 0, 0, 0, 0, 0};
        double[] rows = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        Normalisation fitted = Normalisation.fit(raw, rows, 0, 2);
        assertThat(fitted.apply(1)).isEqualTo(2);
        assertThat(fitted.mean(raw, rows)).isEqualTo(.8);
    }

    @Test
    void shouldWeighEvenlyWhenHardlyARowHasAnyWeight() {
        double[] raw = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        double[] rows = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
        Normalisation fitted = Normalisation.fit(raw, rows, 0, 4);
        assertThat(fitted.apply(1)).isCloseTo(1, within(1e-9));
        assertThat(fitted.apply(0)).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.05", "0.01, 0.05", "0.5, 1", "1, 2", "3, 4", "1e300, 4"})
    void shouldHoldTheWeightBetweenFloorAndCap(double raw, double weight) {
        assertThat(new Normalisation(.5, 1, .05, 4).apply(raw)).isEqualTo(weight);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-9, Double.POSITIVE_INFINITY})
    void shouldRefuseWhenTheRawWeightIsNone(double raw) {
        assertThatThrownBy(() -> new Normalisation(1, 1, 0, 1).apply(raw)).hasMessageContaining("raw weight");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 1",
        "NaN, 1, 0, 1",
        "Infinity, 1, 0, 1",
        "1, -.1, 0, 1",
        "1, 1.1, 0, 1",
        "1, 1, -0.1, 1",
        "1, 1, 1.1, 2",
        "1, 1, 0, 0.9"
    })
    void shouldRefuseWhenItIsNotANormalisation(double divisor, double exponent, double floor, double cap) {
        assertThatThrownBy(() -> new Normalisation(divisor, exponent, floor, cap))
                .hasMessageContaining("not a normalisation");
    }
}
