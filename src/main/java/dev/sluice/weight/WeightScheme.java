package dev.sluice.weight;

/** How the raw weight of a clean sample is found, before it is normalised. Pure: equal arguments, equal weight. */
@FunctionalInterface
public interface WeightScheme {

    /** Every sample counts the same. */
    WeightScheme NONE = (given, probabilities) -> 1;

    /**
     * The raw weight.
     *
     * @param given given label, in 0..K-1
     * @param probabilities K predicted probabilities
     * @return a finite number, at least 0
     */
    double raw(int given, double[] probabilities);
}
