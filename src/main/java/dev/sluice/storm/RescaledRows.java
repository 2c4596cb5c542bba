package dev.sluice.storm;

import java.util.Arrays;

/**
 * A few rows that stand for the stream, with the weight that the rescaler gives them: what normalisation is fitted on.
 *
 * @param given given labels
 * @param rows how many rows of the stream each stands for, above 0
 * @param pWrong P(label wrong), in 0..1
 * @param weight of the rescaler, in 0..1
 */
public record RescaledRows(int[] given, float[] rows, float[] pWrong, float[] weight) {

    public RescaledRows {
        if (rows.length != given.length || pWrong.length != given.length || weight.length != given.length) {
            throw new IllegalArgumentException("rescaled rows: " + given.length + " labels, " + rows.length
                    + " counts, " + pWrong.length + " probabilities, " + weight.length + " weights");
        }
    }

    /** How many they are. */
    public int size() {
        return given.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RescaledRows that
                && Arrays.equals(given, that.given)
                && Arrays.equals(rows, that.rows)
                && Arrays.equals(pWrong, that.pWrong)
                && Arrays.equals(weight, that.weight);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(given) + Arrays.hashCode(weight);
    }

    @Override
    public String toString() {
        return "RescaledRows[" + given.length + "]";
    }
}
