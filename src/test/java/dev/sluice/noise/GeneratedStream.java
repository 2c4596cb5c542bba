package dev.sluice.noise;

import java.util.Random;

/** Samples with class-dependent label noise and an imperfect model's probabilities, all drawn from one seed. */
public record GeneratedStream(int classes, int[] truth, int[] given, float[][] logits) {

    /**
     * Draws a stream.
     *
     * @param classes K
     * @param size samples
     * @param noise probability that a label is wrong; wrong labels prefer the next class
     * @param seed of everything drawn
     */
    public static GeneratedStream draw(int classes, int size, double noise, long seed) {
        Random random = new Random(seed);
        int[] truth = new int[size];
        int[] given = new int[size];
        float[][] logits = new float[size][classes];
        for (int i = 0; i < size; i++) {
            truth[i] = random.nextInt(classes);
            given[i] = truth[i];
            if (random.nextDouble() < noise) {
                given[i] = random.nextInt(3) > 0 ? (truth[i] + 1) % classes : random.nextInt(classes);
            }
            for (int k = 0; k < classes; k++) {
                // Few distinct values, so that thresholds tie and predictions tie.
                logits[i][k] = random.nextInt(5) * 0.5f;
            }
            logits[i][truth[i]] += 1.5f + random.nextInt(3) * 0.5f;
        }
        return new GeneratedStream(classes, truth, given, logits);
    }

    /** How many samples. */
    public int size() {
        return given.length;
    }

    /** Predicted probabilities, by sample. */
    public double[][] probabilities() {
        double[][] probabilities = new double[size()][];
        for (int i = 0; i < size(); i++) {
            probabilities[i] = Probabilities.softmax(logits[i]);
        }
        return probabilities;
    }
}
