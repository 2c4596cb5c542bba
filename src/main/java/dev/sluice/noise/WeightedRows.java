package dev.sluice.noise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A learning sample laid out for computing: one flat array a quantity, rows of {@link #width} cells, in the order of the
 * rows' ranks, so that sums do not depend on how classes are numbered. Where not all classes are candidates, the last
 * cell of a row stands for the rest of them together, under the label K.
 *
 * <p>Scores are the logits less their mean in the row, in units of their root mean square over all rows: a model that is
 * ten times as sure of itself gives the same scores. Weights sum to the number of rows that are kept: a thousand rows
 * that stand for a million are still the evidence of a thousand.
 */
final class WeightedRows {

    final int classes;
    final int size;
    /** Cells of a row. */
    final int width;
    /** Candidates of a row: its first cells. */
    final int candidates;
    /** Class of each cell. */
    final int[] label;
    /** Score of each cell. */
    final double[] score;
    /** Which cell of the row is the given label. */
    final int[] given;
    /** Which cell of the row is the largest. */
    final int[] top;
    /** What each row counts. */
    final double[] weight;
    /** Logits in one unit of score. */
    final double unit;
    /** Logarithm of how many classes the last cell stands for. */
    final double crowd;

    WeightedRows(LearningSample sample) {
        List<SampleRow> rows =
                sample.rows().stream().sorted(Comparator.naturalOrder()).toList();
        classes = sample.classes();
        size = rows.size();
        candidates = Candidates.width(classes);
        width = candidates < classes ? candidates + 1 : candidates;
        crowd = StrictMath.log(Math.max(1, classes - candidates));
        label = new int[size * width];
        score = new double[size * width];
        given = new int[size];
        top = new int[size];
        weight = new double[size];
        double share = (double) size / Math.max(1, sample.seen());
        for (int i = 0; i < size; i++) {
            fill(i, rows.get(i));
            weight[i] = sample.weight(rows.get(i)) * share;
        }
        unit = unit();
        for (int i = 0; i < score.length; i++) {
            score[i] /= unit;
        }
    }

    private void fill(int i, SampleRow row) {
        double mean = 0;
        for (float logit : row.logits()) {
            mean += logit;
        }
        mean /= candidates;
        int from = i * width;
        for (int c = 0; c < candidates; c++) {
            label[from + c] = row.classes()[c];
            score[from + c] = row.logits()[c] - mean;
            if (row.classes()[c] == row.given()) {
                given[i] = c;
            }
            if (row.logits()[c] > row.logits()[top[i]]) {
                top[i] = c;
            }
        }
        if (candidates < width) {
            label[from + candidates] = classes;
            score[from + candidates] = row.rest() - mean;
        }
    }

    private double unit() {
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double row = 0;
            for (int c = i * width; c < i * width + candidates; c++) {
                row += score[c] * score[c];
            }
            squares += weight[i] * row;
        }
        double mean = squares / Math.max(1, (double) size * candidates);
        return mean > 0 && mean < Double.POSITIVE_INFINITY ? StrictMath.sqrt(mean) : 1;
    }

    /** Whether a cell stands for the rest of the classes. */
    boolean isRest(int cell) {
        return label[cell] == classes;
    }

    /** Class of the given label of a row. */
    int givenLabel(int row) {
        return label[row * width + given[row]];
    }

    /** Class of the largest score of a row. */
    int predicted(int row) {
        return label[row * width + top[row]];
    }

    /** Weighted rows of each given label plus one, as shares. */
    double[] shares() {
        double[] shares = new double[classes];
        Arrays.fill(shares, 1);
        for (int i = 0; i < size; i++) {
            shares[givenLabel(i)] += weight[i];
        }
        double sum = 0;
        for (double share : shares) {
            sum += share;
        }
        for (int k = 0; k < classes; k++) {
            shares[k] /= sum;
        }
        return shares;
    }
}
