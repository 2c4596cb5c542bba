package dev.sluice.noise;

import java.util.Arrays;

/**
 * How true classes become given labels, T[true][given], in a form that stays small when K is large: what all classes have
 * in common, and sparse exceptions.
 *
 * <pre>  T[y][y] = stay[y],   T[y][s] = leave[y] share[s] + exceptions[s][y]</pre>
 *
 * <p>Classes that are taken together leave as all do on average: {@code rest share[s]}.
 *
 * @param stay K values: P(the label is right | true class)
 * @param leave K factors of the common part
 * @param share K values: how the common part of wrong labels spreads over given labels
 * @param exceptions rows are given labels, columns true classes
 * @param rest share of wrong labels overall
 */
record NoisePattern(double[] stay, double[] leave, double[] share, SparseMatrix exceptions, double rest) {

    /** A wrong label with the same probability in every class, any other label equally likely. */
    static NoisePattern even(int classes, double rate) {
        double[] stay = new double[classes];
        double[] leave = new double[classes];
        double[] share = new double[classes];
        Arrays.fill(stay, classes == 1 ? 1 : 1 - rate);
        Arrays.fill(leave, classes == 1 ? 0 : rate * classes / (classes - 1));
        Arrays.fill(share, 1.0 / classes);
        return new NoisePattern(stay, leave, share, SparseMatrix.empty(classes), classes == 1 ? 0 : rate);
    }

    /** P(given | true). */
    double get(int trueClass, int given) {
        return trueClass == given ? stay[given] : leave[trueClass] * share[given] + exceptions.get(given, trueClass);
    }

    /** P(given label of the row | class of the cell), for every cell. */
    double[] cells(WeightedRows rows) {
        double[] cells = new double[rows.label.length];
        for (int c = 0; c < cells.length; c++) {
            int given = rows.givenLabel(c / rows.width);
            cells[c] = rows.isRest(c) ? rest * share[given] : get(rows.label[c], given);
        }
        return cells;
    }
}
