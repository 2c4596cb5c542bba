package dev.sluice;

import dev.sluice.files.LabelledRows;
import java.util.Random;

/** A stream with known truth from a seed: a quarter of the labels drawn anew, a model that is mostly right. */
public final class GeneratedRows implements LabelledRows {

    private final int[] truth;
    private final int[] labels;
    private final float[][] logits;
    private final int classes;

    public GeneratedRows(int rows, int classes, long seed) {
        this.classes = classes;
        truth = new int[rows];
        labels = new int[rows];
        logits = new float[rows][classes];
        Random random = new Random(seed);
        for (int row = 0; row < rows; row++) {
            truth[row] = random.nextInt(classes);
            labels[row] = random.nextInt(4) == 0 ? random.nextInt(classes) : truth[row];
            for (int k = 0; k < classes; k++) {
                logits[row][k] = (float) random.nextGaussian() + (k == truth[row] ? 2.5f : 0);
            }
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public String id(int row) {
        return "row-" + row;
    }

    @Override
    public int label(int row) {
        return labels[row];
    }

    @Override
    public float[] logits(int row) {
        return logits[row];
    }
}
