package dev.sluice.noise;

import java.util.Arrays;

/**
 * An immutable K x K matrix of real values in compressed rows, like {@link SparseCounts}. The arrays are shared, not
 * copied: nobody may write to them.
 *
 * @param rowStarts K + 1 positions
 * @param columns columns of the cells, strictly ascending within a row
 * @param values their values
 */
public record SparseMatrix(int[] rowStarts, int[] columns, double[] values) {

    public SparseMatrix {
        CompressedRows.check(rowStarts, columns, values.length);
    }

    /** Nothing in any cell. */
    static SparseMatrix empty(int classes) {
        return new SparseMatrix(new int[classes + 1], new int[0], new double[0]);
    }

    /** K. */
    public int classes() {
        return rowStarts.length - 1;
    }

    /** The value of a cell, 0 where nothing is stored. */
    public double get(int row, int column) {
        int at = CompressedRows.find(rowStarts, columns, row, column);
        return at < 0 ? 0 : values[at];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseMatrix that
                && Arrays.equals(rowStarts, that.rowStarts)
                && Arrays.equals(columns, that.columns)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(rowStarts) + Arrays.hashCode(columns)) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "SparseMatrix[" + classes() + " classes, " + values.length + " cells]";
    }
}
