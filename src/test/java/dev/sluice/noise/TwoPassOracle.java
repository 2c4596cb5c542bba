package dev.sluice.noise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Confident learning in its batch definition, written for reading and sharing no line with the product: dense arrays,
 * everything in memory, one loop for each sentence of the definition. Only for tests.
 */
final class TwoPassOracle {

    private final int classes;
    private final int[] given;
    private final double[][] p;

    TwoPassOracle(int classes, int[] given, double[][] p) {
        this.classes = classes;
        this.given = given;
        this.p = p;
    }

    long[] counts() {
        long[] counts = new long[classes];
        for (int label : given) {
            counts[label]++;
        }
        return counts;
    }

    /** The mean probability of a class over the samples that carry it; at least 2e-6; 2 when none does. */
    double[] thresholds() {
        double[] thresholds = new double[classes];
        for (int k = 0; k < classes; k++) {
            List<Double> own = new ArrayList<>();
            for (int i = 0; i < given.length; i++) {
                if (given[i] == k) {
                    own.add(p[i][k]);
                }
            }
            double mean = own.stream().mapToDouble(x -> x).average().orElse(2);
            thresholds[k] = mean < 2e-6 ? 2e-6 : mean;
        }
        return thresholds;
    }

    /** The column that a sample is counted in, -1 for none. */
    int cell(int i, double[] thresholds) {
        List<Integer> confident = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            if (p[i][k] >= thresholds[k] - 1e-6) {
                confident.add(k);
            }
        }
        if (confident.size() < 2) {
            return confident.isEmpty() ? -1 : confident.get(0);
        }
        return argmax(p[i]);
    }

    long[][] joint(double[] thresholds) {
        long[][] joint = new long[classes][classes];
        for (int i = 0; i < given.length; i++) {
            if (cell(i, thresholds) != -1) {
                joint[given[i]][cell(i, thresholds)]++;
            }
        }
        return joint;
    }

    /**
     * What calibration must make of a row, up to ties: every cell is its exact share of the label count, cut or raised to
     * a whole number, and the raised ones are those with the largest remainder. Cells come as "remainder, raised by",
     * sorted, since among equal remainders the choice is a convention of its own.
     */
    static List<String> calibratedRow(long[] joint, int s, long count) {
        long[] row = withDiagonal(joint, s);
        long sum = sum(row);
        List<Long> remainders = new ArrayList<>();
        long raised = count;
        for (long cell : row) {
            remainders.add(cell * count % sum);
            raised -= cell * count / sum;
        }
        remainders.sort(Collections.reverseOrder());
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < remainders.size(); i++) {
            cells.add(remainders.get(i) + " raised by " + (i < raised ? 1 : 0));
        }
        Collections.sort(cells);
        return cells;
    }

    /** The same description of a row that was calibrated elsewhere. */
    static List<String> describe(long[] calibrated, long[] joint, int s, long count) {
        long[] row = withDiagonal(joint, s);
        long sum = sum(row);
        List<String> cells = new ArrayList<>();
        for (int y = 0; y < row.length; y++) {
            cells.add(row[y] * count % sum + " raised by " + (calibrated[y] - row[y] * count / sum));
        }
        Collections.sort(cells);
        return cells;
    }

    private static long[] withDiagonal(long[] joint, int s) {
        long[] row = joint.clone();
        row[s] = row[s] == 0 ? 1 : row[s];
        return row;
    }

    private static long sum(long[] row) {
        long sum = 0;
        for (long cell : row) {
            sum += cell;
        }
        return sum;
    }

    static double[][] noiseMatrix(long[][] calibrated) {
        double[][] noise = new double[calibrated.length][calibrated.length];
        for (int y = 0; y < calibrated.length; y++) {
            long column = 0;
            for (long[] row : calibrated) {
                column += row[y];
            }
            for (int s = 0; s < calibrated.length; s++) {
                noise[s][y] = column == 0 ? 0 : (double) calibrated[s][y] / column;
            }
        }
        return noise;
    }

    /** Flagged: an off-diagonal member of the joint, unless the label is the prediction when favoured by a millionth. */
    List<Integer> confidentLearningIssues(double[] thresholds) {
        List<Integer> issues = new ArrayList<>();
        for (int i = 0; i < given.length; i++) {
            int cell = cell(i, thresholds);
            if (cell != -1 && cell != given[i] && favouredPrediction(i) != given[i]) {
                issues.add(i);
            }
        }
        return issues;
    }

    private int favouredPrediction(int i) {
        double[] favoured = p[i].clone();
        favoured[given[i]] += 1e-6;
        return argmax(favoured);
    }

    private static int argmax(double[] values) {
        double top = Double.NEGATIVE_INFINITY;
        int at = -1;
        for (int k = values.length - 1; k >= 0; k--) {
            if (values[k] >= top) {
                top = values[k];
                at = k;
            }
        }
        return at;
    }
}
