package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedExpTest {

    @Test
    void shouldAgreeWithTheLibraryToTheLastDigitsWhenTheResultIsNormal() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double x = (random.nextDouble() * 2 - 1) * StrictMath.pow(10, random.nextInt(6) - 3);
            if (Math.abs(x) < 700) {
                assertThat(FixedExp.of(x) / StrictMath.exp(x)).as("e^%s", x).isCloseTo(1, within(1e-15));
            }
        }
    }

    @Test
    void shouldBeExactlyOneAtZero() {
        assertThat(FixedExp.of(0)).isEqualTo(1);
    }

    @Test
    void shouldEndInZeroBelowAndStayFiniteAbove() {
        assertThat(FixedExp.of(-709)).isZero();
        assertThat(FixedExp.of(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(FixedExp.of(Double.NaN)).isZero();
        assertThat(FixedExp.of(1e9)).isEqualTo(FixedExp.of(709)).isFinite();
    }
}
