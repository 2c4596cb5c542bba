package dev.sluice.audit;

import dev.sluice.noise.SparseCounts;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What a calibrated joint says of a data set, its classes, and pairs of them. All counts are estimates.
 *
 * @param samples N
 * @param right samples whose label is right: the diagonal
 * @param classes by class, from 0
 */
public record LabelHealth(long samples, long right, List<OfClass> classes) {

    /**
     * One class.
     *
     * @param index of the class
     * @param labelled samples that carry its label
     * @param wrong of them, are of another class
     * @param missed samples of this class that carry another label
     */
    public record OfClass(int index, long labelled, long wrong, long missed) {

        /** Share of its labels that are right, in 0..1; 1 without samples. */
        public double quality() {
            return labelled == 0 ? 1 : 1 - (double) wrong / labelled;
        }
    }

    /**
     * Two classes that are taken for each other.
     *
     * @param one the lower class
     * @param other the higher class
     * @param samples of either that carry the label of the other
     */
    public record Overlap(int one, int other, long samples) {}

    /** Reads the figures off a calibrated joint; rows are given labels. */
    public static LabelHealth of(SparseCounts calibrated) {
        int classes = calibrated.classes();
        long[] columnSums = new long[classes];
        for (int i = 0; i < calibrated.columns().length; i++) {
            columnSums[calibrated.columns()[i]] += calibrated.counts()[i];
        }
        long right = 0;
        long samples = 0;
        OfClass[] each = new OfClass[classes];
        for (int k = 0; k < classes; k++) {
            long diagonal = calibrated.get(k, k);
            long labelled = calibrated.rowSum(k);
            each[k] = new OfClass(k, labelled, labelled - diagonal, columnSums[k] - diagonal);
            right += diagonal;
            samples += labelled;
        }
        return new LabelHealth(samples, right, List.of(each));
    }

    /** Share of all labels that are right, in 0..1. */
    public double overall() {
        return (double) right / samples;
    }

    /** The classes with the worst labels first. */
    public List<OfClass> worstFirst() {
        return classes.stream()
                .sorted(Comparator.comparingDouble(OfClass::quality).thenComparingInt(OfClass::index))
                .toList();
    }

    /**
     * The pairs of classes that are taken for each other most often; ties by the lowest classes.
     *
     * @param most how many at most
     */
    public static List<Overlap> overlaps(SparseCounts calibrated, int most) {
        Comparator<Overlap> order = Comparator.comparingLong(Overlap::samples)
                .reversed()
                .thenComparingInt(Overlap::one)
                .thenComparingInt(Overlap::other);
        PriorityQueue<Overlap> top = new PriorityQueue<>(order.reversed());
        for (int row = 0; row < calibrated.classes(); row++) {
            for (int i = calibrated.rowStarts()[row]; i < calibrated.rowStarts()[row + 1]; i++) {
                int column = calibrated.columns()[i];
                long mirrored = calibrated.get(column, row);
                // A pair with cells on both sides is met twice and counted where its row is the lower class.
                if (column == row || (column < row && mirrored > 0)) {
                    continue;
                }
                top.add(new Overlap(
                        Math.min(row, column), Math.max(row, column), calibrated.counts()[i] + mirrored));
                if (top.size() > most) {
                    top.poll();
                }
            }
        }
        return top.stream().sorted(order).toList();
    }
}
