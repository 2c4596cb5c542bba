package dev.sluice.noise;

import java.util.Arrays;

/**
 * Fits a calibration to the given labels when label noise is known: maximises the sum of log P(given | scores), where
 *
 * <pre>  P(given s | z) = sum over y of softmax(u(z))_y T[y][s]</pre>
 *
 * the forward correction of Patrini and others (CVPR 2017), with weak normal priors that keep parameters of rare classes
 * at rest. T is held: fitted together with a free scale it drifts to "no noise" as soon as the model has learnt to predict
 * the noise, since then the two explain the labels equally well. Only a single rate of noise, with wrong labels spread
 * as the labels are, may be fitted together with the scale ({@link #withRate}): it has no shape to hide in.
 */
final class CalibrationFit {

    /** Steps of each fit. */
    private static final int STEPS = 20;

    /** Prior precision of a bias: a standard deviation of 0.3. */
    private static final double BIAS_PRECISION = 10;

    /** Prior precision of the logarithm of the scale. */
    private static final double SCALE_PRECISION = 1;

    /** Prior precision of a cell of the bend, times K: what all cells of a row do together then does not depend on K. */
    private static final double BEND_PRECISION = 10;

    private static final double START_SCALE = 2;
    private static final double START_RATE = .1;

    private final WeightedRows rows;
    private final double[] slope;

    CalibrationFit(WeightedRows rows) {
        this.rows = rows;
        slope = new double[rows.score.length];
    }

    /**
     * A calibration, and the rate of noise that explains the labels best beside it.
     *
     * @param rate share of wrong labels, in 0..1
     */
    record WithRate(Calibration calibration, double rate) {}

    /** Fits scale, biases and one rate of noise. */
    WithRate withRate() {
        int classes = rows.classes;
        double[] shares = rows.shares();
        double[] spread = new double[rows.score.length];
        for (int c = 0; c < spread.length; c++) {
            double others = rows.isRest(c) ? 1 : 1 - shares[rows.label[c]];
            spread[c] = shares[rows.givenLabel(c / rows.width)] / others;
        }
        double[] cells = new double[spread.length];
        double[] start = new double[classes + 2];
        start[0] = StrictMath.log(START_SCALE);
        start[classes + 1] = StrictMath.log(START_RATE / (1 - START_RATE));
        double[] best = QuasiNewton.minimise(
                (at, gradient) -> {
                    double rate = 1 / (1 + FixedExp.of(-at[classes + 1]));
                    for (int c = 0; c < cells.length; c++) {
                        cells[c] = isGiven(c) ? 1 - rate : rate * spread[c];
                    }
                    double loss = scaleLoss(at, gradient, cells);
                    gradient[classes + 1] = rateSlope(at, cells, rate, spread);
                    return loss;
                },
                start,
                STEPS);
        return new WithRate(ofScale(best), 1 / (1 + FixedExp.of(-best[classes + 1])));
    }

    /** Fits scale and biases under a noise pattern, from the given start. */
    Calibration scaled(NoisePattern pattern, Calibration start) {
        double[] cells = pattern.cells(rows);
        double[] from = new double[rows.classes + 1];
        from[0] = StrictMath.log(start.scale());
        System.arraycopy(start.bias(), 0, from, 1, rows.classes);
        return ofScale(QuasiNewton.minimise((at, gradient) -> scaleLoss(at, gradient, cells), from, STEPS));
    }

    /** Fits biases and bend under a noise pattern, from the given start; the scale is held. */
    Calibration bent(NoisePattern pattern, Calibration start) {
        int classes = rows.classes;
        double[] cells = pattern.cells(rows);
        double[] from = Arrays.copyOf(start.bias(), classes + classes * classes);
        System.arraycopy(start.bend(), 0, from, classes, start.bend().length);
        double[] best =
                QuasiNewton.minimise((at, gradient) -> bendLoss(at, gradient, cells, start.scale()), from, STEPS);
        return ofBend(best, start.scale());
    }

    /**
     * What the scores say of the given labels beyond how often each label comes: the mean of log P(given | scores) over the
     * rows, less that of log P(given).
     *
     * @return nats a row, at least 0
     */
    double information(NoisePattern pattern, Calibration calibration) {
        double[] shares = rows.shares();
        double[] q = calibration.read(rows, 1);
        double[] cells = pattern.cells(rows);
        double sum = 0;
        for (int i = 0; i < rows.size; i++) {
            double likelihood = Double.MIN_NORMAL;
            for (int c = i * rows.width; c < (i + 1) * rows.width; c++) {
                likelihood += q[c] * cells[c];
            }
            sum += rows.weight[i] * StrictMath.log(likelihood / shares[rows.givenLabel(i)]);
        }
        return Math.max(0, sum / rows.size);
    }

    private boolean isGiven(int cell) {
        return cell % rows.width == rows.given[cell / rows.width];
    }

    private Calibration ofScale(double[] at) {
        return Calibration.of(FixedExp.of(at[0]), Arrays.copyOfRange(at, 1, rows.classes + 1));
    }

    private Calibration ofBend(double[] at, double scale) {
        int classes = rows.classes;
        return new Calibration(scale, Arrays.copyOf(at, classes), Arrays.copyOfRange(at, classes, at.length));
    }

    private double scaleLoss(double[] at, double[] gradient, double[] cells) {
        Calibration calibration = ofScale(at);
        double loss = loss(calibration.apply(rows), cells);
        Arrays.fill(gradient, 0);
        double byScale = 0;
        for (int c = 0; c < slope.length; c++) {
            byScale += slope[c] * rows.score[c];
            if (!rows.isRest(c)) {
                gradient[1 + rows.label[c]] += slope[c];
            }
        }
        gradient[0] = byScale * calibration.scale() + SCALE_PRECISION * at[0];
        loss += SCALE_PRECISION * at[0] * at[0] / 2;
        for (int k = 1; k <= rows.classes; k++) {
            gradient[k] += BIAS_PRECISION * at[k];
            loss += BIAS_PRECISION * at[k] * at[k] / 2;
        }
        return loss;
    }

    private double bendLoss(double[] at, double[] gradient, double[] cells, double scale) {
        int classes = rows.classes;
        double loss = loss(ofBend(at, scale).apply(rows), cells);
        Arrays.fill(gradient, 0);
        for (int from = 0; from < slope.length; from += classes) {
            for (int k = 0; k < classes; k++) {
                double steep = slope[from + k] * scale;
                int row = classes + k * classes;
                for (int j = 0; j < classes; j++) {
                    gradient[row + j] += steep * rows.score[from + j];
                }
                gradient[k] += slope[from + k];
            }
        }
        for (int i = 0; i < at.length; i++) {
            double precision = i < classes ? BIAS_PRECISION : BEND_PRECISION * classes;
            gradient[i] += precision * at[i];
            loss += precision * at[i] * at[i] / 2;
        }
        return loss;
    }

    /** Loss of the labels, and its slope in u; {@code u} becomes the probabilities of the true class. */
    private double loss(double[] u, double[] cells) {
        double loss = 0;
        for (int i = 0; i < rows.size; i++) {
            int from = i * rows.width;
            Calibration.softmax(u, from, rows.width, 1);
            double likelihood = Double.MIN_NORMAL;
            for (int c = from; c < from + rows.width; c++) {
                likelihood += u[c] * cells[c];
            }
            loss -= rows.weight[i] * StrictMath.log(likelihood);
            for (int c = from; c < from + rows.width; c++) {
                slope[c] = -rows.weight[i] * u[c] * (cells[c] / likelihood - 1);
            }
        }
        return loss;
    }

    /** Slope of the loss in the log-odds of the rate. */
    private double rateSlope(double[] at, double[] cells, double rate, double[] spread) {
        double[] q = ofScale(at).read(rows, 1);
        double sum = 0;
        for (int i = 0; i < rows.size; i++) {
            double likelihood = Double.MIN_NORMAL;
            double byRate = 0;
            for (int c = i * rows.width; c < (i + 1) * rows.width; c++) {
                likelihood += q[c] * cells[c];
                byRate += q[c] * (isGiven(c) ? -1 : spread[c]);
            }
            sum -= rows.weight[i] * byRate / likelihood;
        }
        return sum * rate * (1 - rate);
    }
}
