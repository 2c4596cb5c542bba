package dev.sluice.noise;

import java.util.Arrays;

/** The one shape behind {@link SparseCounts} and {@link SparseMatrix}: checks it and looks cells up. */
final class CompressedRows {

    private CompressedRows() {}

    /**
     * Checks a K x K matrix in compressed rows.
     *
     * @param rowStarts K + 1 positions, from 0 to the number of cells, ascending
     * @param columns columns of the cells, strictly ascending within each row
     * @param cells number of values
     */
    static void check(int[] rowStarts, int[] columns, int cells) {
        int classes = rowStarts.length - 1;
        if (classes < 0 || rowStarts[0] != 0 || rowStarts[classes] != cells || columns.length != cells) {
            throw new IllegalArgumentException("not a matrix: " + rowStarts.length + " row starts, " + columns.length
                    + " columns, " + cells + " values");
        }
        for (int row = 0; row < classes; row++) {
            if (rowStarts[row + 1] < rowStarts[row]) {
                throw new IllegalArgumentException("row " + row + " ends before it starts");
            }
            for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
                if (columns[i] < 0 || columns[i] >= classes || (i > rowStarts[row] && columns[i] <= columns[i - 1])) {
                    throw new IllegalArgumentException(
                            "row " + row + ": column " + columns[i] + " is outside its place in 0.." + (classes - 1));
                }
            }
        }
    }

    /** Position of a cell among the values, negative when the cell is empty. */
    static int find(int[] rowStarts, int[] columns, int row, int column) {
        return Arrays.binarySearch(columns, rowStarts[row], rowStarts[row + 1], column);
    }
}
