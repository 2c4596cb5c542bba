package dev.sluice;

import dev.sluice.files.LabelledRows;
import java.util.Random;

/**
 * Rows with a share of wrong labels, and a model that is mostly right, but for a stretch in which it gives the first class for
 * everything.
 */
public final class CollapsingRows implements LabelledRows {

    private final float[][] logits;
    private final int[] labels;
    private final boolean[] wrong;

    /**
     * @param from first row of the collapse
     * @param to first row after it
     */
    public CollapsingRows(int size, int classes, double noise, int from, int to, long seed) {
        logits = new float[size][classes];
        labels = new int[size];
        wrong = new boolean[size];
        Random random = new Random(seed);
        for (int row = 0; row < size; row++) {
            int truth = random.nextInt(classes);
            wrong[row] = random.nextDouble() < noise;
            labels[row] = wrong[row] ? (truth + 1 + random.nextInt(classes - 1)) % classes : truth;
            int seen = row >= from && row < to ? 0 : truth;
            for (int k = 0; k < classes; k++) {
                logits[row][k] = (float) random.nextGaussian() + (k == seen ? 4f : 0);
            }
        }
    }

    /** Whether the label of a row is wrong. */
    public boolean wrong(int row) {
        return wrong[row];
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return logits[0].length;
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
        return logits[row].clone();
    }
}
