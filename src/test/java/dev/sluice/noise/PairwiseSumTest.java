package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseSumTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 8, 9, 100, 127, 128, 129, 137, 1000, 4096, 10_007})
    void shouldAddADenseArrayInTheOrderOfNumPy(int length) {
        double[] values = new Random(length).doubles(length).toArray();
        assertThat(PairwiseSum.of(LongStream.range(0, length).toArray(), values, length))
                .isEqualTo(dense(values, 0, length));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 64, 129, 3000, 100_000})
    void shouldGiveTheSameBitsWhenZerosAreLeftOut(int length) {
        Random random = new Random(length);
        double[] values = new double[length];
        for (int i = 0; i < length / 3 + 1; i++) {
            values[random.nextInt(length)] = random.nextDouble();
        }
        long[] positions =
                LongStream.range(0, length).filter(i -> values[(int) i] != 0).toArray();
        double[] sparse =
                LongStream.of(positions).mapToDouble(i -> values[(int) i]).toArray();
        assertThat(PairwiseSum.of(positions, sparse, length)).isEqualTo(dense(values, 0, length));
    }

    /** NumPy's own loop, for arrays that are not sparse. */
    private static double dense(double[] a, int from, int n) {
        if (n > 128) {
            int half = n / 2 - n / 2 % 8;
            return dense(a, from, half) + dense(a, from + half, n - half);
        }
        double sum = 0;
        int i = 0;
        if (n >= 8) {
            double[] r = new double[8];
            for (; i < n - n % 8; i++) {
                r[i % 8] += a[from + i];
            }
            sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        }
        for (; i < n; i++) {
            sum += a[from + i];
        }
        return sum;
    }
}
