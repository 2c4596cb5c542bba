package dev.sluice.noise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rounds numbers to integers that still sum to the rounded sum: halves to even first, then one more or one less on the
 * entries with the largest residual. Ties: raising takes the highest index first, lowering the lowest.
 *
 * <p>Entries that are exactly zero may be left out: no residual exceeds one half, so there are always enough entries
 * with a residual of the right sign, and a zero is never touched.
 */
final class RowRounding {

    private RowRounding() {}

    /**
     * Rounds one row.
     *
     * @param values non-negative numbers below 2^53
     * @return one integer for each
     */
    static long[] round(double[] values) {
        long[] rounded = new long[values.length];
        double sum = 0;
        long roundedSum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i];
            rounded[i] = (long) Math.rint(values[i]);
            roundedSum += rounded[i];
        }
        long missing = (long) Math.rint(sum) - roundedSum;
        if (missing == 0) {
            return rounded;
        }
        List<Integer> byResidual = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            byResidual.add(i);
        }
        Comparator<Integer> ascending = Comparator.<Integer>comparingDouble(i -> values[i] - rounded[i])
                .thenComparing(Comparator.naturalOrder());
        byResidual.sort(missing > 0 ? ascending.reversed() : ascending);
        long step = Long.signum(missing);
        for (int i = 0; i < Math.abs(missing); i++) {
            rounded[byResidual.get(i)] += step;
        }
        return rounded;
    }
}
