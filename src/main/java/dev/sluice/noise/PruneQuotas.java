package dev.sluice.noise;

import java.util.Arrays;

/**
 * How many samples of each given label the prune rules may take for each other class: the calibrated joint, with at least
 * so many samples left in each class.
 */
final class PruneQuotas {

    private PruneQuotas() {}

    /**
     * Keeps at least {@code least} on the diagonal. A diagonal that is raised by d takes d / max(m - 1, 1) from each other
     * cell of its row, m being the number of its cells that were not zero, the diagonal included; nothing goes below 0,
     * and what is left of a fraction is cut off.
     *
     * @param calibrated calibrated joint; rows are given labels
     * @param least samples of a class that are never pruned
     */
    static SparseCounts of(SparseCounts calibrated, long least) {
        int classes = calibrated.classes();
        int[] starts = new int[classes + 1];
        int[] columns = new int[calibrated.columns().length + classes];
        long[] quotas = new long[columns.length];
        int to = 0;
        for (int row = 0; row < classes; row++) {
            long diagonal = calibrated.get(row, row);
            int cells = calibrated.rowStarts()[row + 1] - calibrated.rowStarts()[row];
            double taken = (double) Math.max(0, least - diagonal) / Math.max(cells - 1, 1);
            boolean diagonalDone = false;
            for (int i = calibrated.rowStarts()[row]; i < calibrated.rowStarts()[row + 1]; i++) {
                int column = calibrated.columns()[i];
                if (!diagonalDone && column >= row) {
                    columns[to] = row;
                    quotas[to++] = Math.max(least, diagonal);
                    diagonalDone = true;
                }
                if (column != row) {
                    columns[to] = column;
                    quotas[to++] = (long) Math.max(0, calibrated.counts()[i] - taken);
                }
            }
            if (!diagonalDone) {
                columns[to] = row;
                quotas[to++] = Math.max(least, diagonal);
            }
            starts[row + 1] = to;
        }
        return new SparseCounts(starts, Arrays.copyOf(columns, to), Arrays.copyOf(quotas, to));
    }
}
