package dev.sluice.weight;

/** P(label right): a sample counts as much as it is likely to be worth learning from. */
record PosteriorWeight() implements WeightScheme {

    @Override
    public double raw(int given, double pWrong, double selfConfidence) {
        return 1 - pWrong;
    }
}
