package dev.sluice.noise;

import java.util.Objects;

/**
 * Names one learning sample: what a version of a model said in a pane.
 *
 * @param pane number of the pane, see {@link Window}
 * @param model which model in which version
 */
public record SampleKey(long pane, ModelKey model) implements Comparable<SampleKey> {

    public SampleKey {
        Objects.requireNonNull(model, "model");
    }

    @Override
    public int compareTo(SampleKey other) {
        int byPane = Long.compare(pane, other.pane);
        return byPane != 0 ? byPane : model.compareTo(other.model);
    }
}
