package dev.sluice.replay;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Effective sample size of weighted rows: (sum w)^2 / sum w^2 (Kish 1965), the number of equal rows that would estimate as
 * well. Summed by source and then in the order of sources, so that it does not depend on how sources interleave.
 */
final class EffectiveSize {

    private final SortedMap<Integer, double[]> sums = new TreeMap<>();

    /** Adds a row; the rows of one source must come in one order. */
    void add(int source, double weight) {
        double[] sum = sums.computeIfAbsent(source, first -> new double[2]);
        sum[0] += weight;
        sum[1] += weight * weight;
    }

    /** 0 without weight. */
    double value() {
        double sum = 0;
        double squares = 0;
        for (double[] source : sums.values()) {
            sum += source[0];
            squares += source[1];
        }
        return squares == 0 ? 0 : sum * sum / squares;
    }
}
