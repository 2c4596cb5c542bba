package dev.sluice.noise;

import java.util.Objects;

/**
 * Names one cell of the partial sums: a class of a model version in a pane of event time. Small cells mean that one
 * sample rewrites one row, never a K x K matrix.
 *
 * @param pane number of the pane, see {@link Window}
 * @param model which model in which version
 * @param givenLabel class index in 0..K-1
 */
public record TallyKey(long pane, ModelKey model, int givenLabel) implements Comparable<TallyKey> {

    public TallyKey {
        Objects.requireNonNull(model, "model");
        if (givenLabel < 0) {
            throw new IllegalArgumentException("given label " + givenLabel + " is negative");
        }
    }

    /** By pane, then model, then class. */
    @Override
    public int compareTo(TallyKey other) {
        int byPane = Long.compare(pane, other.pane);
        if (byPane != 0) {
            return byPane;
        }
        int byModel = model.compareTo(other.model);
        return byModel != 0 ? byModel : Integer.compare(givenLabel, other.givenLabel);
    }
}
