package dev.sluice.noise;

import java.util.Arrays;
import java.util.Objects;

/**
 * P(label wrong) from the logits of a model: what {@link PosteriorLearner} learnt, ready to judge. Immutable; the arrays are
 * shared, nobody may write to them.
 *
 * <p>With u the calibrated log-probabilities of the true class and T the noise pattern, the odds that given label s is wrong are
 *
 * <pre>  odds = sum over y other than s of e^(u_y) T[y][s]  /  e^(u_s) T[s][s]</pre>
 *
 * and the same with e^(2u) for the sharp reading. P(wrong) is that of the weighted mean of both log-odds.
 *
 * <p>Parameters are floats: what learning in another order of classes would change lies far below their last digit. Sums
 * of a verdict run over compensated pairs, so they do not depend on the order of classes either. So renaming classes
 * renames verdicts and changes nothing else.
 *
 * @param arrived pieces of evidence, of all models and partitions, that had arrived when it was learnt
 * @param scale of logits, where there is no matrix
 * @param bias K values
 * @param matrix K x K by rows, from logits to u before the bias; empty for more than 32 classes, which have {@code scale} alone
 * @param stay K values: P(label right | true class)
 * @param leave K factors of the common part of wrong labels
 * @param share K values: where the common part goes
 * @param exceptions what is added to the common part; rows are given labels, columns true classes
 * @param rest share of wrong labels overall, for classes that are taken together
 * @param say weight of the sharp reading beside the calibrated one, in 0..1
 * @param information what the logits say of the given labels beyond how often each comes, in nats a row, at least 0: what the
 *     model is worth beside others
 * @param reference rows that loss weights are fitted on
 */
public record PosteriorModel(
        long arrived,
        float scale,
        float[] bias,
        float[] matrix,
        float[] stay,
        float[] leave,
        float[] share,
        SparseMatrix exceptions,
        float rest,
        float say,
        float information,
        ReferenceRows reference) {

    /** Of the sharp reading. */
    static final double SHARPNESS = 2;

    private static final double UNTAUGHT_RATE = .05;
    private static final float[] NO_MATRIX = {};

    public PosteriorModel {
        int classes = bias.length;
        boolean square = matrix.length == 0 || matrix.length == classes * classes;
        if (!square
                || reference == null
                || stay.length != classes
                || leave.length != classes
                || share.length != classes
                || exceptions.classes() != classes
                || !(say >= 0 && say <= 1)
                || !(information >= 0)) {
            throw new IllegalArgumentException("a posterior of " + classes + " classes: matrix of " + matrix.length
                    + ", pattern of " + stay.length + ", " + leave.length + ", " + share.length + " and " + exceptions
                    + ", say " + say + ", information " + information);
        }
    }

    /** Before anything is known: the model is taken at its word, and one label in twenty is wrong. */
    public static PosteriorModel untaught(int classes) {
        return of(
                0,
                Calibration.of(1, new double[classes]),
                1,
                NoisePattern.even(classes, classes < 2 ? 0 : UNTAUGHT_RATE),
                0,
                0);
    }

    static PosteriorModel of(
            long arrived, Calibration calibration, double unit, NoisePattern pattern, double say, double information) {
        SparseMatrix exact = pattern.exceptions();
        double[] rounded = Arrays.stream(exact.values()).map(x -> (float) x).toArray();
        return new PosteriorModel(
                arrived,
                (float) (calibration.scale() / unit),
                floats(calibration.bias()),
                calibration.bend().length == 0 ? NO_MATRIX : floats(matrix(calibration, unit)),
                floats(pattern.stay()),
                floats(pattern.leave()),
                floats(pattern.share()),
                new SparseMatrix(exact.rowStarts(), exact.columns(), rounded),
                (float) pattern.rest(),
                (float) say,
                (float) information,
                ReferenceRows.NONE);
    }

    /** The same posterior with other rows to fit weights on. */
    public PosteriorModel with(ReferenceRows other) {
        return new PosteriorModel(
                arrived, scale, bias, matrix, stay, leave, share, exceptions, rest, say, information, other);
    }

    /** Scale, unit, bend and the centring of a row's logits in one. */
    private static double[] matrix(Calibration calibration, double unit) {
        int classes = calibration.bias().length;
        double[] matrix = calibration.bend().clone();
        for (int k = 0; k < classes; k++) {
            matrix[k * classes + k] += 1;
            double mean = 0;
            for (int j = 0; j < classes; j++) {
                mean += matrix[k * classes + j] / classes;
            }
            for (int j = 0; j < classes; j++) {
                matrix[k * classes + j] = (matrix[k * classes + j] - mean) * calibration.scale() / unit;
            }
        }
        return matrix;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** K. */
    public int classes() {
        return bias.length;
    }

    /**
     * Log-odds that a given label is wrong; infinite where the odds are too large or too small for a double.
     *
     * @param logits K finite scores
     * @param given the given label
     */
    public double logOdds(float[] logits, int given) {
        return Verdict.logOdds(this, logits, given);
    }

    /** The class other than the given one that is most probably the true one; the given one when it is the only class. */
    public int likeliestOther(float[] logits, int given) {
        return Verdict.likeliestOther(this, logits, given);
    }

    /** P from log-odds; 0 and 1 at the infinities. */
    public static double probability(double logOdds) {
        return logOdds == Double.NEGATIVE_INFINITY ? 0 : 1 / (1 + FixedExp.of(-logOdds));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PosteriorModel that
                && arrived == that.arrived
                && scale == that.scale
                && rest == that.rest
                && say == that.say
                && information == that.information
                && Arrays.equals(bias, that.bias)
                && Arrays.equals(matrix, that.matrix)
                && Arrays.equals(stay, that.stay)
                && Arrays.equals(leave, that.leave)
                && Arrays.equals(share, that.share)
                && exceptions.equals(that.exceptions)
                && reference.equals(that.reference);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                arrived,
                scale,
                rest,
                say,
                information,
                Arrays.hashCode(bias),
                Arrays.hashCode(matrix),
                Arrays.hashCode(stay),
                Arrays.hashCode(leave),
                Arrays.hashCode(share),
                exceptions);
    }
}
