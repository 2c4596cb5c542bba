package dev.sluice.noise;

import java.util.Arrays;
import java.util.Objects;

/**
 * How labels go wrong: noise matrix and prior of the true classes, from the calibrated confident joint C (Northcutt,
 * Jiang, Chuang 2021; figures as cleanlab 2.9.0 gives them):
 *
 * <pre>
 *   P(given s | true y) = C[s][y] / columnsum[y]
 *   P(true k)           = (C[k][k] / rowsum[k]) / (C[k][k] / columnsum[k]) * n[k] / N, clipped to 1e-6..1, renormalised
 * </pre>
 *
 * @param givenByTrue P(given label | true class); rows are given labels, columns true classes and sum to 1 (or are empty)
 * @param prior P(true class), K values that sum to 1
 */
public record NoiseModel(SparseMatrix givenByTrue, double[] prior) {

    private static final double LEAST_PRIOR = 1e-6;

    public NoiseModel {
        Objects.requireNonNull(givenByTrue, "givenByTrue");
        Objects.requireNonNull(prior, "prior");
    }

    /**
     * From raw counts: raises the diagonal, calibrates, and reads off matrix and prior. Work and memory grow with the
     * non-zero cells and K, not with K x K.
     *
     * @param joint raw confident joint, K x K
     * @param counts K counts of samples per given label
     */
    public static NoiseModel of(SparseCounts joint, long[] counts) {
        SparseCounts calibrated = CalibratedJoint.of(joint, counts);
        int classes = counts.length;
        long[] columnSums = new long[classes];
        for (int i = 0; i < calibrated.columns().length; i++) {
            columnSums[calibrated.columns()[i]] += calibrated.counts()[i];
        }
        double[] rates = new double[calibrated.counts().length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (double) calibrated.counts()[i] / columnSums[calibrated.columns()[i]];
        }
        SparseMatrix givenByTrue = new SparseMatrix(calibrated.rowStarts(), calibrated.columns(), rates);
        return new NoiseModel(givenByTrue, prior(calibrated, givenByTrue, counts));
    }

    private static double[] prior(SparseCounts calibrated, SparseMatrix givenByTrue, long[] counts) {
        double samples = 0;
        for (long count : counts) {
            samples += count;
        }
        double[] prior = new double[counts.length];
        double sum = 0;
        for (int k = 0; k < prior.length; k++) {
            long diagonal = calibrated.get(k, k);
            double raw = 0;
            if (diagonal > 0) {
                double trueByGiven = (double) diagonal / calibrated.rowSum(k);
                raw = trueByGiven / givenByTrue.get(k, k) * (counts[k] / samples);
            }
            prior[k] = Math.min(1, Math.max(LEAST_PRIOR, raw));
            sum += prior[k];
        }
        for (int k = 0; k < prior.length; k++) {
            prior[k] /= sum;
        }
        return prior;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseModel that
                && givenByTrue.equals(that.givenByTrue)
                && Arrays.equals(prior, that.prior);
    }

    @Override
    public int hashCode() {
        return 31 * givenByTrue.hashCode() + Arrays.hashCode(prior);
    }
}
