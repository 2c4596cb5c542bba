package dev.sluice.noise;

import java.util.Arrays;

/**
 * The confident joint scaled to the label counts: C[s][.] / rowsum * n_s, rescaled to N, rounded so that every row still
 * sums to n_s.
 *
 * <p>The floating-point steps follow cleanlab 2.9.0 one by one, the rescaling included although it is the identity on
 * paper: small counts give exact halves, and which way a half goes then hangs on the last bit.
 */
public final class CalibratedJoint {

    private CalibratedJoint() {}

    /**
     * Calibrates a raw joint.
     *
     * @param joint raw confident joint, K x K; its diagonal is raised to at least 1 first
     * @param counts K counts of samples per given label; a class without samples gives an empty row
     */
    public static SparseCounts of(SparseCounts joint, long[] counts) {
        if (joint.classes() != counts.length) {
            throw new IllegalArgumentException(joint + " against " + counts.length + " counts");
        }
        SparseCounts raised = raiseDiagonal(joint);
        double[] scaled = scale(raised, counts);
        return round(raised, scaled);
    }

    private static SparseCounts raiseDiagonal(SparseCounts joint) {
        int classes = joint.classes();
        int[] starts = new int[classes + 1];
        int[] columns = new int[joint.columns().length + classes];
        long[] values = new long[columns.length];
        int to = 0;
        for (int row = 0; row < classes; row++) {
            boolean diagonalDone = false;
            for (int i = joint.rowStarts()[row]; i < joint.rowStarts()[row + 1]; i++) {
                int column = joint.columns()[i];
                if (!diagonalDone && column >= row) {
                    diagonalDone = true;
                    if (column > row) {
                        columns[to] = row;
                        values[to++] = 1;
                    }
                }
                columns[to] = column;
                values[to++] = column == row ? Math.max(1, joint.counts()[i]) : joint.counts()[i];
            }
            if (!diagonalDone) {
                columns[to] = row;
                values[to++] = 1;
            }
            starts[row + 1] = to;
        }
        return new SparseCounts(starts, Arrays.copyOf(columns, to), Arrays.copyOf(values, to));
    }

    private static double[] scale(SparseCounts joint, long[] counts) {
        int classes = counts.length;
        double[] scaled = new double[joint.counts().length];
        long[] positions = new long[scaled.length];
        double samples = 0;
        for (int row = 0; row < classes; row++) {
            double rowSum = joint.rowSum(row);
            samples += counts[row];
            for (int i = joint.rowStarts()[row]; i < joint.rowStarts()[row + 1]; i++) {
                scaled[i] = joint.counts()[i] / rowSum * counts[row];
                positions[i] = (long) row * classes + joint.columns()[i];
            }
        }
        double total = Math.max(1e-100, PairwiseSum.of(positions, scaled, (long) classes * classes));
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = scaled[i] / total * samples;
        }
        return scaled;
    }

    private static SparseCounts round(SparseCounts joint, double[] scaled) {
        int classes = joint.classes();
        int[] starts = new int[classes + 1];
        int[] columns = new int[scaled.length];
        long[] values = new long[scaled.length];
        int to = 0;
        for (int row = 0; row < classes; row++) {
            int from = joint.rowStarts()[row];
            long[] rounded = RowRounding.round(Arrays.copyOfRange(scaled, from, joint.rowStarts()[row + 1]));
            for (int i = 0; i < rounded.length; i++) {
                if (rounded[i] != 0) {
                    columns[to] = joint.columns()[from + i];
                    values[to++] = rounded[i];
                }
            }
            starts[row + 1] = to;
        }
        return new SparseCounts(starts, Arrays.copyOf(columns, to), Arrays.copyOf(values, to));
    }
}
