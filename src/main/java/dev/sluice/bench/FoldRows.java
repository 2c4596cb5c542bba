package dev.sluice.bench;

import dev.sluice.noise.ModelKey;
import dev.sluice.replay.FiledRows;
import dev.sluice.replay.ScoredLogits;
import java.util.List;

/**
 * A training set with the logits of the fold's model that did not see a row. A fold is a version of the model, and its rows
 * come one after the other, as they would from a run of cross validation.
 *
 * @param given labels as they were given, by row
 * @param logits out of sample, by row
 * @param folds how many there are; row r is in fold {@code r % folds}
 */
record FoldRows(int[] given, float[][] logits, int folds) implements FiledRows {

    private static final String MODEL = "main";

    /** The order in which rows arrive: fold by fold. */
    int[] order() {
        int[] order = new int[size()];
        int at = 0;
        for (int fold = 0; fold < folds; fold++) {
            for (int row = fold; row < order.length; row += folds) {
                order[at++] = row;
            }
        }
        return order;
    }

    ModelKey model(int index) {
        return new ModelKey(MODEL, "fold-" + index % folds);
    }

    @Override
    public int size() {
        return given.length;
    }

    @Override
    public int classes() {
        return Digits.CLASSES;
    }

    @Override
    public String id(int index) {
        return "digit-" + index;
    }

    @Override
    public int label(int index) {
        return given[index];
    }

    @Override
    public int fileRow(int index) {
        return index;
    }

    @Override
    public int presentation(int index) {
        return 0;
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<ScoredLogits> scored(int index) {
        return List.of(new ScoredLogits(model(index), logits[index], true));
    }

    @Override
    public boolean partial(int index) {
        return false;
    }
}
