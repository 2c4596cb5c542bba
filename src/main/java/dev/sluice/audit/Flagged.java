package dev.sluice.audit;

import java.util.Arrays;

/** Rows that a part flags, in their order, each with a score: the smaller, the more suspect. */
abstract class Flagged implements RowPasses.Part {

    private int[] issues = new int[256];
    private double[] scores = new double[256];
    private int size;

    /** @param score at least 0 */
    final void add(int row, double score) {
        if (size == issues.length) {
            issues = Arrays.copyOf(issues, size * 2);
            scores = Arrays.copyOf(scores, size * 2);
        }
        issues[size] = row;
        scores[size++] = score;
    }

    final int size() {
        return size;
    }

    final void copyTo(int[] allIssues, double[] allScores, int at) {
        System.arraycopy(issues, 0, allIssues, at, size);
        System.arraycopy(scores, 0, allScores, at, size);
    }
}
