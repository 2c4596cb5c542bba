package dev.sluice.weight;

import java.util.List;

/** P(label right): a sample counts as much as it is likely to be worth learning from. */
record PosteriorWeight() implements WeightScheme {

    @Override
    public double raw(int given, double pWrong, double selfConfidence, List<double[]> passes) {
        return 1 - pWrong;
    }
}
