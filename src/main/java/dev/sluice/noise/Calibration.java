package dev.sluice.noise;

/**
 * How a model's scores z become log-probabilities of the true class: u = scale (z + bend z) + bias, then softmax.
 *
 * @param scale how much surer, or less sure, than its scores the model should be; above 0
 * @param bias K values, one a class
 * @param bend K x K by rows, near 0: what the scores of other classes say about a class; empty for none
 */
record Calibration(double scale, double[] bias, double[] bend) {

    private static final double[] STRAIGHT = {};

    /** Without a bend. */
    static Calibration of(double scale, double[] bias) {
        return new Calibration(scale, bias, STRAIGHT);
    }

    /** u of every cell of the rows. */
    double[] apply(WeightedRows rows) {
        double[] u = new double[rows.score.length];
        for (int i = 0; i < rows.size; i++) {
            int from = i * rows.width;
            for (int c = from; c < from + rows.width; c++) {
                int k = rows.label[c];
                double bent = rows.score[c];
                if (bend.length > 0) {
                    for (int j = 0; j < rows.width; j++) {
                        bent += bend[k * rows.width + j] * rows.score[from + j];
                    }
                }
                u[c] = scale * bent + (k < bias.length ? bias[k] : rows.crowd);
            }
        }
        return u;
    }

    /** Softmax of {@code sharpness} times u, row by row. */
    double[] read(WeightedRows rows, double sharpness) {
        double[] u = apply(rows);
        for (int from = 0; from < u.length; from += rows.width) {
            softmax(u, from, rows.width, sharpness);
        }
        return u;
    }

    /** Softmax of {@code sharpness} times one row, in place. */
    static void softmax(double[] u, int from, int width, double sharpness) {
        double top = Double.NEGATIVE_INFINITY;
        for (int c = from; c < from + width; c++) {
            top = Math.max(top, u[c]);
        }
        double sum = 0;
        for (int c = from; c < from + width; c++) {
            u[c] = FixedExp.of(sharpness * (u[c] - top));
            sum += u[c];
        }
        for (int c = from; c < from + width; c++) {
            u[c] /= sum;
        }
    }
}
