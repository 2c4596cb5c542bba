package dev.sluice.replay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** How good P(label wrong) and the flags of one run are, the truth known. */
final class DetectionFigures {

    private final double[] pWrong;
    private final boolean[] flagged;
    private final boolean[] wrong;

    DetectionFigures(boolean[] wrong) {
        this.wrong = wrong;
        pWrong = new double[wrong.length];
        flagged = new boolean[wrong.length];
    }

    void decided(int row, double p, boolean suspect) {
        pWrong[row] = p;
        flagged[row] = suspect;
    }

    double errorRate() {
        return rate(row -> wrong[row]);
    }

    double flaggedRate() {
        return rate(row -> flagged[row]);
    }

    private double rate(java.util.function.IntPredicate of) {
        return (double) IntStream.range(0, wrong.length).filter(of).count() / wrong.length;
    }

    double meanP() {
        return Arrays.stream(pWrong).average().orElseThrow();
    }

    double f1() {
        double hits = rate(row -> flagged[row] && wrong[row]);
        return 2 * hits / (flaggedRate() + errorRate());
    }

    double brier() {
        return IntStream.range(0, wrong.length)
                .mapToDouble(row -> (pWrong[row] - (wrong[row] ? 1 : 0)) * (pWrong[row] - (wrong[row] ? 1 : 0)))
                .average()
                .orElseThrow();
    }

    /** Mean of the precision at each error, rows by falling P; ties in the order of the rows. */
    double averagePrecision() {
        Integer[] order = IntStream.range(0, wrong.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(row -> -pWrong[row]));
        double sum = 0;
        int hits = 0;
        for (int at = 0; at < order.length; at++) {
            if (wrong[order[at]]) {
                hits++;
                sum += (double) hits / (at + 1);
            }
        }
        return sum / hits;
    }

    /** For each tenth of P: share of the rows, mean P, true rate. */
    String reliability() {
        StringBuilder table = new StringBuilder();
        for (int bin = 0; bin < 10; bin++) {
            int lowest = bin;
            int[] rows = IntStream.range(0, wrong.length)
                    .filter(row -> Math.min(9, (int) (pWrong[row] * 10)) == lowest)
                    .toArray();
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> pWrong[row])
                    .average()
                    .orElse(0);
            double truth = Arrays.stream(rows)
                    .mapToDouble(row -> wrong[row] ? 1 : 0)
                    .average()
                    .orElse(0);
            table.append(String.format(Locale.ROOT, " %d:%.2f/%.2f", rows.length, mean, truth));
        }
        return table.toString();
    }
}
