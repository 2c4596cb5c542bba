package dev.sluice.bench;

import java.util.Arrays;

/**
 * What a model is trained on.
 *
 * @param pixels (n, features)
 * @param labels n labels
 * @param weights n loss weights
 */
record TrainingRows(float[][] pixels, int[] labels, float[] weights) {

    /** All of them, each with weight 1. */
    static TrainingRows of(float[][] pixels, int[] labels) {
        float[] ones = new float[labels.length];
        Arrays.fill(ones, 1);
        return new TrainingRows(pixels, labels, ones);
    }

    int size() {
        return labels.length;
    }

    /** The rows of these indices. */
    TrainingRows select(int[] rows) {
        float[][] some = new float[rows.length][];
        int[] theirs = new int[rows.length];
        float[] weigh = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = pixels[rows[i]];
            theirs[i] = labels[rows[i]];
            weigh[i] = weights[rows[i]];
        }
        return new TrainingRows(some, theirs, weigh);
    }
}
