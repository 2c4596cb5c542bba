package dev.sluice.files;

/** Room for some rows of labels and probabilities, filled again and again. For one thread. */
public final class ProbabilityBlock {

    /** Numbers in a block, unless a single row has more: half of what a core's second cache holds. */
    private static final int NUMBERS = 1 << 14;

    private final int rows;
    private final int[] labels;
    private final double[] probabilities;
    private final float[] floats;

    /** Room for as many rows as a core works on well. */
    public ProbabilityBlock(int classes) {
        this(classes, Math.max(1, NUMBERS / classes));
    }

    /**
     * Room for so many rows.
     *
     * @param classes K
     * @param rows at least 1
     */
    public ProbabilityBlock(int classes, int rows) {
        this.rows = rows;
        this.labels = new int[rows];
        this.probabilities = new double[rows * classes];
        this.floats = new float[rows * classes];
    }

    /** How many rows fit, at least 1. */
    public int rows() {
        return rows;
    }

    /** Given labels, in 0..K-1. */
    public int[] labels() {
        return labels;
    }

    /** K probabilities for each row, one row after the other. */
    public double[] probabilities() {
        return probabilities;
    }

    /** Room for numbers of single precision on their way. */
    float[] floats() {
        return floats;
    }
}
