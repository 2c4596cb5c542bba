package dev.sluice.noise;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An immutable K x K matrix of counts in compressed rows: row r has the cells {@code rowStarts[r]} up to but not
 * including {@code rowStarts[r + 1]}. The arrays are shared, not copied: nobody may write to them.
 *
 * @param rowStarts K + 1 positions
 * @param columns columns of the cells, strictly ascending within a row
 * @param counts their values
 */
public record SparseCounts(int[] rowStarts, int[] columns, long[] counts) {

    public SparseCounts {
        CompressedRows.check(rowStarts, columns, counts.length);
    }

    /** The non-zero cells of a square matrix. */
    public static SparseCounts of(long[][] dense) {
        List<TallyRow> rows = Arrays.stream(dense)
                .map(row -> {
                    int[] columns = IntStream.range(0, row.length)
                            .filter(column -> row[column] != 0)
                            .toArray();
                    return TallyRow.of(
                            0,
                            0,
                            0,
                            columns,
                            Arrays.stream(columns).mapToLong(c -> row[c]).toArray());
                })
                .toList();
        return ofRows(rows);
    }

    /** The confident joint of K rows of partial sums, in the order of their classes. */
    static SparseCounts ofRows(List<TallyRow> rows) {
        int[] starts = new int[rows.size() + 1];
        for (int row = 0; row < rows.size(); row++) {
            starts[row + 1] = Math.addExact(starts[row], rows.get(row).jointClasses().length);
        }
        int[] columns = new int[starts[rows.size()]];
        long[] counts = new long[columns.length];
        for (int row = 0; row < rows.size(); row++) {
            int[] classes = rows.get(row).jointClasses();
            System.arraycopy(classes, 0, columns, starts[row], classes.length);
            System.arraycopy(rows.get(row).jointCounts(), 0, counts, starts[row], classes.length);
        }
        return new SparseCounts(starts, columns, counts);
    }

    /** K. */
    public int classes() {
        return rowStarts.length - 1;
    }

    /** The value of a cell, 0 where nothing is stored. */
    public long get(int row, int column) {
        int at = CompressedRows.find(rowStarts, columns, row, column);
        return at < 0 ? 0 : counts[at];
    }

    /** Sum of a row. */
    public long rowSum(int row) {
        long sum = 0;
        for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
            sum = Math.addExact(sum, counts[i]);
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SparseCounts that
                && Arrays.equals(rowStarts, that.rowStarts)
                && Arrays.equals(columns, that.columns)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(rowStarts) + Arrays.hashCode(columns)) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "SparseCounts[" + classes() + " classes, " + counts.length + " cells]";
    }
}
