package dev.sluice.weight;

import java.util.List;

/** How the raw weight of a clean sample is found, before it is normalised. Pure: equal arguments, equal weight. */
@FunctionalInterface
public interface WeightScheme {

    /** Every sample counts the same. */
    WeightScheme NONE = (given, pWrong, selfConfidence, passes) -> 1;

    /**
     * The raw weight.
     *
     * @param given given label, in 0..K-1
     * @param pWrong P(label wrong), in 0..1
     * @param selfConfidence the probability that the models give the given label, in 0..1
     * @param passes K probabilities of each model that was heard; empty where the scheme does not ask for them
     * @return a finite number, at least 0
     */
    double raw(int given, double pWrong, double selfConfidence, List<double[]> passes);
}
