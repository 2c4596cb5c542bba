package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuasiNewtonTest {

    /** Rosenbrock's valley, whose lowest point (1, 1) lies at the end of a bend. */
    private static double valley(double[] at, double[] gradient) {
        double off = at[1] - at[0] * at[0];
        gradient[0] = -400 * off * at[0] - 2 * (1 - at[0]);
        gradient[1] = 200 * off;
        return 100 * off * off + (1 - at[0]) * (1 - at[0]);
    }

    @Test
    void shouldFindTheEndOfABentValley() {
        double[] end = QuasiNewton.minimise(QuasiNewtonTest::valley, new double[] {-1.2, 1}, 100);
        assertThat(end).containsExactly(new double[] {1, 1}, within(1e-3));
    }

    @Test
    void shouldNeverEndHigherThanItBeganWhenTheBudgetIsShort() {
        double[] none = new double[2];
        double begin = valley(new double[] {-1.2, 1}, none);
        double last = begin;
        for (int steps = 0; steps < 10; steps++) {
            double value = valley(QuasiNewton.minimise(QuasiNewtonTest::valley, new double[] {-1.2, 1}, steps), none);
            assertThat(value).isLessThanOrEqualTo(last);
            last = value;
        }
        assertThat(last).isLessThan(begin);
    }

    @Test
    void shouldStayWhereItIsWhenNothingIsLowerThere() {
        double[] start = {1, 1};
        assertThat(QuasiNewton.minimise(QuasiNewtonTest::valley, start, 10)).isEqualTo(start);
    }

    @Test
    void shouldStopWhenTheFunctionIsNoNumber() {
        double[] end = QuasiNewton.minimise(
                (at, gradient) -> {
                    gradient[0] = 1;
                    return at[0] == 0 ? 0 : Double.NaN;
                },
                new double[1],
                10);
        assertThat(end).containsExactly(0);
    }
}
