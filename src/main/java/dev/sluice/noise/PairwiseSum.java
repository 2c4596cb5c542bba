package dev.sluice.noise;

import java.util.Arrays;

/**
 * The sum of a mostly empty array, added in the order in which NumPy adds a dense one: pairwise halves down to blocks of
 * 128, each block in eight interleaved partial sums. Any fixed order would be reproducible; this one also gives the
 * reference implementation's last bit. Zeros change no sum, so empty stretches are skipped.
 */
final class PairwiseSum {

    private static final int BLOCK = 128;
    private static final int LANES = 8;

    private PairwiseSum() {}

    /**
     * Sums.
     *
     * @param positions where each value stands in the dense array, ascending
     * @param values the values
     * @param length of the dense array
     */
    static double of(long[] positions, double[] values, long length) {
        return sum(positions, values, 0, positions.length, 0, length);
    }

    private static double sum(long[] positions, double[] values, int from, int to, long start, long length) {
        if (from == to) {
            return 0;
        }
        if (length > BLOCK) {
            long half = length / 2;
            half -= half % LANES;
            int found = Arrays.binarySearch(positions, from, to, start + half);
            int middle = found >= 0 ? found : -found - 1;
            return sum(positions, values, from, middle, start, half)
                    + sum(positions, values, middle, to, start + half, length - half);
        }
        double[] lanes = new double[LANES];
        long whole = length < LANES ? 0 : length - length % LANES;
        int i = from;
        for (; i < to && positions[i] - start < whole; i++) {
            lanes[(int) ((positions[i] - start) % LANES)] += values[i];
        }
        double sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (; i < to; i++) {
            sum += values[i];
        }
        return sum;
    }
}
