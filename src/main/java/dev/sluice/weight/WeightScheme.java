package dev.sluice.weight;

/** How the raw weight of a clean sample is found, before it is normalised. Pure: equal arguments, equal weight. */
@FunctionalInterface
public interface WeightScheme {

    /** Every sample counts the same. */
    WeightScheme NONE = (given, pWrong, selfConfidence) -> 1;

    /**
     * The raw weight.
     *
     * @param given given label, in 0..K-1
     * @param pWrong P(label wrong), in 0..1
     * @param selfConfidence the probability that the models give the given label, in 0..1
     * @return a finite number, at least 0
     */
    double raw(int given, double pWrong, double selfConfidence);
}
