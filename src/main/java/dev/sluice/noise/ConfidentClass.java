package dev.sluice.noise;

/**
 * The rule that places a sample in a column of the confident joint (Northcutt, Jiang, Chuang, "Confident Learning",
 * JAIR 70, 2021, with the tie rule of cleanlab 2.9.0).
 */
public final class ConfidentClass {

    /** No class is confident. */
    public static final int NONE = -1;

    /** How far below its threshold a probability may lie and still be confident, and the slack of equal predictions. */
    public static final double TOLERANCE = 1e-6;

    private ConfidentClass() {}

    /**
     * Class k is confident when {@code p[k] >= thresholds[k] - 1e-6}. None: not counted. One: that class. Two or more:
     * the most probable of all classes, the lowest index of those that tie.
     *
     * @param probabilities K predicted probabilities
     * @param thresholds K thresholds, 2 for a class that can never be confident
     * @return the class, or {@link #NONE}
     */
    public static int of(double[] probabilities, double[] thresholds) {
        if (probabilities.length != thresholds.length) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities against " + thresholds.length + " thresholds");
        }
        return of(probabilities, 0, thresholds);
    }

    /** The same for the row of a block that starts at {@code from} and has as many classes as there are thresholds. */
    public static int of(double[] block, int from, double[] thresholds) {
        int only = NONE;
        for (int k = 0; k < thresholds.length; k++) {
            if (block[from + k] >= thresholds[k] - TOLERANCE) {
                if (only != NONE) {
                    return Probabilities.argmax(block, from, thresholds.length);
                }
                only = k;
            }
        }
        return only;
    }
}
