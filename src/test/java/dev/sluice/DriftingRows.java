package dev.sluice;

import dev.sluice.files.LabelledRows;
import java.util.Random;

/** Rows with known truth whose label noise jumps: a share of the labels is drawn anew among the other classes. */
public final class DriftingRows implements LabelledRows {

    private final float[][] logits;
    private final int[] truth;
    private final int[] labels;

    /**
     * Noise over given predictions.
     *
     * @param change the first row with the second noise
     */
    public DriftingRows(float[][] logits, int[] truth, int change, double before, double after, long seed) {
        this.logits = logits;
        this.truth = truth;
        this.labels = truth.clone();
        Random random = new Random(seed);
        for (int row = 0; row < labels.length; row++) {
            if (random.nextDouble() < (row < change ? before : after)) {
                labels[row] = (truth[row] + 1 + random.nextInt(classes() - 1)) % classes();
            }
        }
    }

    /** A generated stream: a model that is mostly right, whatever the labels say. */
    public static DriftingRows generated(int size, int classes, int change, double before, double after, long seed) {
        Random random = new Random(seed);
        int[] truth = new int[size];
        float[][] logits = new float[size][classes];
        for (int row = 0; row < size; row++) {
            truth[row] = random.nextInt(classes);
            for (int k = 0; k < classes; k++) {
                logits[row][k] = (float) random.nextGaussian() + (k == truth[row] ? 2.5f : 0);
            }
        }
        return new DriftingRows(logits, truth, change, before, after, seed + 1);
    }

    /** Whether the given label is wrong. */
    public boolean wrong(int row) {
        return labels[row] != truth[row];
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
