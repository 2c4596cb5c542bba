package dev.sluice.storm;

import java.util.List;

/**
 * How much of a sample's loss should count, as {@link RescalerLearner} learnt it, ready to apply. Immutable; the arrays are shared,
 * nobody may write to them.
 *
 * @param arrived pieces of evidence, of all models and partitions, that had arrived when it was learnt
 * @param passes names of the models whose logits it learnt from
 * @param groups what is usual
 * @param features how features come to one scale
 * @param layers the network
 * @param reference rows that normalisation is fitted on
 */
public record Rescaler(
        long arrived, List<String> passes, Groups groups, Features features, Layers layers, RescaledRows reference) {

    public Rescaler {
        passes = List.copyOf(passes);
    }

    /**
     * The weight before it is normalised.
     *
     * @param given the given label, in 0..K-1
     * @return in (0, 1)
     */
    public double weight(int given, Look look) {
        return layers.weight(features.of(given, look, groups));
    }
}
