package dev.sluice.weight;

import java.util.List;

/**
 * Importance reweighting (Liu and Tao, "Classification with Noisy Labels by Importance Reweighting", TPAMI 2016): the
 * probability of the label were labels clean, over its probability as labels are. The loss so weighted is, on average over the
 * noise, the loss under clean labels.
 *
 * <p>With q the clean and n the noisy probabilities, n_s = sum over y of T[y][s] q_y, the weight is q_s / n_s. The posterior
 * P(right) = q_s T[s][s] / n_s holds it already: the weight is P(right) / T[s][s]. So no matrix is inverted, which is where
 * the method is known to break when classes are many or noise is high.
 *
 * @param stay K values: P(label right | true class)
 */
record ImportanceWeight(float[] stay) implements WeightScheme {

    /** A class whose labels are nearly all wrong cannot be reweighted; what is divided by stays away from 0. */
    private static final double LEAST = .05;

    @Override
    public double raw(int given, double pWrong, double selfConfidence, List<double[]> passes) {
        return (1 - pWrong) / Math.max(LEAST, stay[given]);
    }
}
