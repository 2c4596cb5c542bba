package dev.sluice.score;

import java.nio.file.Path;

/**
 * The example of {@code topologies/scored.yaml}: points on a plane around three centres, 120 degrees apart on a circle of
 * radius 1, and the linear model that knows the centres. Its file is made here and by nothing else.
 */
public final class ScoredExample {

    public static final Path YAML = Path.of("topologies/scored.yaml");
    static final Path FILE = Path.of("topologies/scored.onnx");

    /** Red at the top, green at the lower left, blue at the lower right: (feature, class). */
    private static final float[][] CENTRES = {{0, -.866f, .866f}, {1, -.5f, -.5f}};

    private static final float STEEPNESS = 4;

    private ScoredExample() {}

    static byte[] model() {
        float[][] weights = new float[2][3];
        for (int f = 0; f < 2; f++) {
            for (int k = 0; k < 3; k++) {
                weights[f][k] = STEEPNESS * CENTRES[f][k];
            }
        }
        return OnnxGemm.file(weights, new float[3]);
    }

    /** What the model says of a point. */
    public static float[] logits(float... point) {
        float[] logits = new float[3];
        for (int k = 0; k < 3; k++) {
            logits[k] = STEEPNESS * (point[0] * CENTRES[0][k] + point[1] * CENTRES[1][k]);
        }
        return logits;
    }

    /** Coordinate of a centre. */
    public static float centre(int dimension, int label) {
        return CENTRES[dimension][label];
    }
}
