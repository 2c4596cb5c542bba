package dev.sluice.noise;

import java.util.Arrays;

/**
 * Learns how labels go wrong by EM: given a reading P(true class | scores) that is held, the noise T[true][given] that
 * makes the given labels most likely.
 *
 * <p>Errors are often few, and then chance looks like structure. So each class's rate of wrong labels is shrunk to the
 * overall rate with the weight of five errors, and where they go is shrunk to where wrong labels go in general with the
 * weight of one error a class (a two-level hierarchy of gamma and Dirichlet priors, with expected counts from EM).
 *
 * <p>Counts are kept for the pairs (given, true) that rows can speak of, so memory grows with the sample, not with K x K.
 */
final class PatternFit {

    private static final int ROUNDS = 20;
    private static final double RATE_PSEUDO_ERRORS = 5;
    private static final double PLACE_PSEUDO_ERRORS = 1;
    private static final double START_RATE = .1;
    /** At least 2 % of the labels of a class are right. */
    private static final double LARGEST_RATE = .98;
    /** Exceptions worth less than this many errors are left to the common part when there are many classes. */
    private static final double LEAST_ERRORS = .5;

    private final WeightedRows rows;
    private final int classes;
    /** given * K + true of each pair, ascending. */
    private final long[] pairs;
    /** Which pair a cell of the rows is; -1 - given label for the rest of the classes. */
    private final int[] pairOf;

    private final double[] labels;
    private final double[] expected;
    private final double[] all;
    private final double[] wrong;
    private final double[] received;
    private final double[] rate;
    private final double[] share;
    private double overall;

    PatternFit(WeightedRows rows) {
        this.rows = rows;
        classes = rows.classes;
        long[] keys = new long[rows.label.length];
        for (int c = 0; c < keys.length; c++) {
            int given = rows.givenLabel(c / rows.width);
            keys[c] = rows.isRest(c) ? -1 - given : (long) given * classes + rows.label[c];
        }
        pairs = Arrays.stream(keys).filter(key -> key >= 0).sorted().distinct().toArray();
        pairOf = new int[keys.length];
        for (int c = 0; c < keys.length; c++) {
            pairOf[c] = keys[c] < 0 ? (int) keys[c] : Arrays.binarySearch(pairs, keys[c]);
        }
        labels = rows.shares();
        expected = new double[pairs.length];
        all = new double[classes];
        wrong = new double[classes];
        received = new double[classes];
        rate = new double[classes];
        share = new double[classes];
    }

    /**
     * A pattern, and the share of wrong labels that EM came to before the pattern was held between the bounds.
     *
     * @param total in 0..1
     */
    record Found(NoisePattern pattern, double total) {}

    /**
     * Runs EM from an even start.
     *
     * @param reading P(true class) of every cell of the rows
     * @param least the pattern's share of wrong labels is raised to this,
     * @param most or lowered to that; where they go stays as it was found
     */
    Found fit(double[] reading, double least, double most) {
        Arrays.fill(rate, START_RATE);
        overall = START_RATE;
        Arrays.fill(expected, 0);
        Arrays.fill(wrong, 0);
        System.arraycopy(labels, 0, share, 0, classes);
        for (int round = 0; round < ROUNDS; round++) {
            expect(reading, values());
            maximise();
        }
        double count = 0;
        double errors = 0;
        for (int k = 0; k < classes; k++) {
            count += all[k];
            errors += all[k] * rate[k];
        }
        double total = errors / count;
        double level = Math.min(most, Math.max(least, total)) / total;
        overall = Math.min(LARGEST_RATE, total * level);
        for (int k = 0; k < classes; k++) {
            rate[k] = Math.min(LARGEST_RATE, rate[k] * level);
        }
        return new Found(pattern(), total);
    }

    private double pseudo() {
        return PLACE_PSEUDO_ERRORS * (classes - 1);
    }

    /** Factor of the common part of a class. */
    private double leave(int k) {
        return rate[k] * pseudo() / ((wrong[k] + pseudo()) * (1 - share[k]));
    }

    /** What a pair adds to the common part. */
    private double exception(int pair) {
        int trueClass = (int) (pairs[pair] % classes);
        return rate[trueClass] * expected[pair] / (wrong[trueClass] + pseudo());
    }

    private boolean right(int pair) {
        return pairs[pair] / classes == pairs[pair] % classes;
    }

    private double[] values() {
        double[] values = new double[pairs.length];
        for (int pair = 0; pair < values.length; pair++) {
            int trueClass = (int) (pairs[pair] % classes);
            values[pair] = right(pair)
                    ? 1 - rate[trueClass]
                    : leave(trueClass) * share[(int) (pairs[pair] / classes)] + exception(pair);
        }
        return values;
    }

    private void expect(double[] reading, double[] values) {
        Arrays.fill(expected, 0);
        for (int i = 0; i < rows.size; i++) {
            int from = i * rows.width;
            double likelihood = Double.MIN_NORMAL;
            for (int c = from; c < from + rows.width; c++) {
                likelihood += reading[c] * value(values, pairOf[c]);
            }
            double each = rows.weight[i] / likelihood;
            for (int c = from; c < from + rows.width; c++) {
                if (pairOf[c] >= 0) {
                    expected[pairOf[c]] += each * reading[c] * values[pairOf[c]];
                }
            }
        }
    }

    private double value(double[] values, int pair) {
        return pair >= 0 ? values[pair] : overall * share[-1 - pair];
    }

    private void maximise() {
        Arrays.fill(all, 0);
        Arrays.fill(wrong, 0);
        Arrays.fill(received, 0);
        double errors = 0;
        double count = 0;
        for (int pair = 0; pair < pairs.length; pair++) {
            int trueClass = (int) (pairs[pair] % classes);
            all[trueClass] += expected[pair];
            count += expected[pair];
            if (!right(pair)) {
                wrong[trueClass] += expected[pair];
                received[(int) (pairs[pair] / classes)] += expected[pair];
                errors += expected[pair];
            }
        }
        overall = (errors + .5) / (count + 1);
        for (int k = 0; k < classes; k++) {
            share[k] = (labels[k] + received[k]) / (1 + errors);
            rate[k] = (wrong[k] + RATE_PSEUDO_ERRORS) / (all[k] + RATE_PSEUDO_ERRORS / overall);
        }
    }

    private NoisePattern pattern() {
        double[] stay = new double[classes];
        double[] leave = new double[classes];
        for (int k = 0; k < classes; k++) {
            stay[k] = 1 - rate[k];
            leave[k] = leave(k);
        }
        double least = classes > Candidates.LIMIT ? LEAST_ERRORS : 0;
        int[] starts = new int[classes + 1];
        int[] columns = new int[pairs.length];
        double[] values = new double[pairs.length];
        int to = 0;
        for (int pair = 0; pair < pairs.length; pair++) {
            if (!right(pair) && expected[pair] > least) {
                columns[to] = (int) (pairs[pair] % classes);
                values[to++] = exception(pair);
            }
            starts[(int) (pairs[pair] / classes) + 1] = to;
        }
        for (int k = 1; k <= classes; k++) {
            starts[k] = Math.max(starts[k], starts[k - 1]);
        }
        SparseMatrix exceptions = new SparseMatrix(starts, Arrays.copyOf(columns, to), Arrays.copyOf(values, to));
        return new NoisePattern(stay, leave, share.clone(), exceptions, overall);
    }
}
