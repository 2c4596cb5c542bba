package dev.sluice.noise;

import java.util.Arrays;

/**
 * The partial sums of one class: how many samples came with that label, for how many of them the model's most probable
 * class is the label, the sum of their self-confidence, and their row of the confident joint. Mutable, for one thread.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>Every field is an exact integer, so the sums do not depend on the order of arrival or on how the stream was cut:
 *       merging the rows of two parts gives the row of the whole, bit for bit.
 *   <li>Self-confidence is kept in fixed point, in units of 2^-32. A long then holds 2^31 samples; beyond that the
 *       addition fails instead of wrapping.
 *   <li>{@code jointClasses} is strictly ascending and {@code jointCounts} holds positive numbers only.
 * </ol>
 *
 * <p>A sorted pair of arrays was preferred to a hash map of boxed numbers: counting is a binary search, the arrays are
 * what is written to the store, and two rows with the same content are equal whatever their history. A new class costs
 * a shift of the arrays, but only the first time it is seen. Doubles for the sum were rejected, as their sum depends on
 * the order.
 */
public final class TallyRow {

    /** Units of the fixed-point sum in one: 2^32. */
    public static final double UNITS = 4_294_967_296.0;

    private static final int[] NO_CLASSES = {};
    private static final long[] NO_COUNTS = {};

    private long count;
    private long agreeing;
    private long selfConfidenceSum;
    private int cells;
    private int[] classes = NO_CLASSES;
    private long[] counts = NO_COUNTS;

    /**
     * A row with the given content, as it was stored.
     *
     * @param count samples, at least 0
     * @param agreeing those whose most probable class is the label, in 0..count
     * @param selfConfidenceSum in units of 2^-32, in 0..count
     * @param classes classes of the non-zero cells, strictly ascending
     * @param counts their counts, all positive
     */
    public static TallyRow of(long count, long agreeing, long selfConfidenceSum, int[] classes, long[] counts) {
        boolean counted = agreeing >= 0 && agreeing <= count;
        if (!counted || selfConfidenceSum < 0 || classes.length != counts.length) {
            throw new IllegalArgumentException("not a tally row: count " + count + ", agreeing " + agreeing + ", sum "
                    + selfConfidenceSum + ", " + classes.length + " classes, " + counts.length + " counts");
        }
        for (int i = 0; i < classes.length; i++) {
            if (counts[i] <= 0 || classes[i] < 0 || (i > 0 && classes[i] <= classes[i - 1])) {
                throw new IllegalArgumentException(
                        "not a tally row: cell " + i + " has class " + classes[i] + " and count " + counts[i]);
            }
        }
        TallyRow row = new TallyRow();
        row.count = count;
        row.agreeing = agreeing;
        row.selfConfidenceSum = selfConfidenceSum;
        row.cells = classes.length;
        row.classes = classes.clone();
        row.counts = counts.clone();
        return row;
    }

    /**
     * Adds one sample of this class.
     *
     * @param selfConfidence predicted probability of the given label, in 0..1
     * @param agrees whether the most probable class is the given label
     * @throws IllegalArgumentException if it is NaN or outside 0..1
     * @throws ArithmeticException if the sum is full
     */
    public void add(double selfConfidence, boolean agrees) {
        if (!(selfConfidence >= 0 && selfConfidence <= 1)) {
            throw new IllegalArgumentException("self-confidence " + selfConfidence + " is outside 0..1");
        }
        // Scaling by a power of two is exact; rint rounds halves to even and so has no bias.
        long units = (long) Math.rint(selfConfidence * UNITS);
        long sum = Math.addExact(selfConfidenceSum, units);
        count = Math.addExact(count, 1);
        agreeing += agrees ? 1 : 0;
        selfConfidenceSum = sum;
    }

    /** Counts one sample of this class in the cell of the class that it confidently belongs to; answers the cell's count. */
    public long countJoint(int trueClass) {
        if (trueClass < 0) {
            throw new IllegalArgumentException("class " + trueClass + " is negative");
        }
        return addJoint(trueClass, 1);
    }

    /** Adds the content of another row of the same class; the other stays as it is. */
    public void merge(TallyRow other) {
        long sum = Math.addExact(selfConfidenceSum, other.selfConfidenceSum);
        count = Math.addExact(count, other.count);
        agreeing += other.agreeing;
        selfConfidenceSum = sum;
        for (int i = 0, n = other.cells; i < n; i++) {
            addJoint(other.classes[i], other.counts[i]);
        }
    }

    private long addJoint(int trueClass, long amount) {
        int at = Arrays.binarySearch(classes, 0, cells, trueClass);
        if (at >= 0) {
            counts[at] = Math.addExact(counts[at], amount);
            return counts[at];
        }
        int slot = -at - 1;
        if (cells == classes.length) {
            int room = Math.max(4, cells * 2);
            classes = Arrays.copyOf(classes, room);
            counts = Arrays.copyOf(counts, room);
        }
        System.arraycopy(classes, slot, classes, slot + 1, cells - slot);
        System.arraycopy(counts, slot, counts, slot + 1, cells - slot);
        classes[slot] = trueClass;
        counts[slot] = amount;
        cells++;
        return amount;
    }

    /** Samples with this given label. */
    public long count() {
        return count;
    }

    /** Those among them whose most probable class is the label. */
    public long agreeing() {
        return agreeing;
    }

    /** Sum of their self-confidence, in units of 2^-32. */
    public long selfConfidenceSum() {
        return selfConfidenceSum;
    }

    /** Classes of the non-zero cells of this row of the confident joint, ascending; a copy. */
    public int[] jointClasses() {
        return Arrays.copyOf(classes, cells);
    }

    /** Counts of those cells, in the same order; a copy. */
    public long[] jointCounts() {
        return Arrays.copyOf(counts, cells);
    }

    /** An independent row with the same content. */
    public TallyRow copy() {
        return of(count, agreeing, selfConfidenceSum, jointClasses(), jointCounts());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TallyRow row
                && count == row.count
                && agreeing == row.agreeing
                && selfConfidenceSum == row.selfConfidenceSum
                && Arrays.equals(classes, 0, cells, row.classes, 0, row.cells)
                && Arrays.equals(counts, 0, cells, row.counts, 0, row.cells);
    }

    @Override
    public int hashCode() {
        int hash = 31 * (31 * Long.hashCode(count) + Long.hashCode(agreeing)) + Long.hashCode(selfConfidenceSum);
        for (int i = 0; i < cells; i++) {
            hash = 31 * (31 * hash + classes[i]) + Long.hashCode(counts[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        return "TallyRow[count=" + count + ", agreeing=" + agreeing + ", sum=" + selfConfidenceSum / UNITS
                + ", classes=" + Arrays.toString(jointClasses()) + ", counts=" + Arrays.toString(jointCounts()) + "]";
    }
}
