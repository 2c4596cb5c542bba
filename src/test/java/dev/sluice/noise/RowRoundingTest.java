package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRoundingTest {

    @Test
    void shouldRoundHalvesToEvenWhenTheSumFits() {
        assertThat(RowRounding.round(new double[] {1.5, 2.5, 3.5, .5})).containsExactly(2, 2, 4, 0);
    }

    @Test
    void shouldRaiseTheHighestIndexFirstWhenResidualsTie() {
        assertThat(RowRounding.round(new double[] {.4, .4, .4})).containsExactly(0, 0, 1);
    }

    @Test
    void shouldLowerTheLowestIndexFirstWhenResidualsTie() {
        assertThat(RowRounding.round(new double[] {1.5, 1.5, 0})).containsExactly(1, 2, 0);
        assertThat(RowRounding.round(new double[] {.75, .75, .75, .75})).containsExactly(0, 1, 1, 1);
    }

    @Test
    void shouldRaiseTheLargestResidualWhenResidualsDiffer() {
        assertThat(RowRounding.round(new double[] {.45, .3, .25})).containsExactly(1, 0, 0);
    }

    @Test
    void shouldGiveNothingWhenTheRowIsEmpty() {
        assertThat(RowRounding.round(new double[0])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldKeepTheSumAndLeaveZerosAloneWhenRowsAreArbitrary(long seed) {
        Random random = new Random(seed);
        for (int trial = 0; trial < 500; trial++) {
            double[] row = new double[1 + random.nextInt(30)];
            long total = random.nextInt(200);
            double sum = 0;
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(4);
                sum += row[i];
            }
            for (int i = 0; i < row.length && sum > 0; i++) {
                row[i] = row[i] / sum * total;
            }
            long[] rounded = RowRounding.round(row);
            assertThat(Arrays.stream(rounded).sum()).isEqualTo(sum == 0 ? 0 : total);
            for (int i = 0; i < row.length; i++) {
                assertThat((double) rounded[i])
                        .isBetween(row[i] - 1, row[i] + 1)
                        .isNotNegative();
                if (row[i] == 0) {
                    assertThat(rounded[i]).isZero();
                }
            }
        }
    }
}
