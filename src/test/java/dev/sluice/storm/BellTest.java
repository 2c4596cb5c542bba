package dev.sluice.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BellTest {

    // KL(N(0,1) || N(1,2)) = ln 2 + (1 + 1) / 8 - 1/2
    @Test
    void shouldMeasureTheDivergenceByItsFormula() {
        assertThat(Bell.divergence(0, 1, 1, 2)).isCloseTo(Math.log(2) + .25 - .5, within(1e-12));
        assertThat(Bell.divergence(3, .5, 3, .5)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0, 1", "0, 1, 1, 1", "0, 1, 0, 3", "2, .3, 1, .7", "-1, 2, 4, .1", "0, 1, 50, 2"})
    void shouldFindTheAreaUnderTheLowerDensity(double mean, double std, double otherMean, double otherStd) {
        double area = 0;
        for (double x = -40; x < 90; x += 1e-3) {
            area += 1e-3 * Math.min(density(x, mean, std), density(x, otherMean, otherStd));
        }
        assertThat(Bell.overlap(mean, std, otherMean, otherStd)).isCloseTo(area, within(1e-4));
        assertThat(Bell.overlap(otherMean, otherStd, mean, std))
                .isEqualTo(Bell.overlap(mean, std, otherMean, otherStd), within(1e-9));
    }

    @Test
    void shouldStayFiniteWhenThereIsNoSpread() {
        assertThat(Bell.divergence(0, 0, 5, 0)).isFinite().isPositive();
        assertThat(Bell.overlap(0, 0, 5, 0)).isBetween(0.0, 1.0);
        assertThat(Bell.overlap(1, 0, 1, 0)).isCloseTo(1, within(1e-6));
    }

    private static double density(double x, double mean, double std) {
        return Math.exp(-.5 * (x - mean) * (x - mean) / std / std) / std / Math.sqrt(2 * Math.PI);
    }
}
