package dev.sluice.noise;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What was learnt from one version of one model. Immutable; the arrays are shared, nobody may write to them.
 *
 * @param model which model in which version
 * @param samples N, the samples behind it: the sum of the counts
 * @param counts K counts of samples per given label
 * @param thresholds K thresholds: mean self-confidence of the class, at least 2e-6; 2 (never confident) without samples
 * @param confidentJoint raw counts, rows are given labels, columns the classes they confidently belong to
 * @param noise noise matrix and prior
 * @param posterior what P(label wrong) is read from, empty where it was not learnt
 */
public record ModelStatistics(
        ModelKey model,
        long samples,
        long[] counts,
        double[] thresholds,
        SparseCounts confidentJoint,
        NoiseModel noise,
        Optional<PosteriorModel> posterior) {

    /** Statistics without a posterior. */
    public ModelStatistics(
            ModelKey model,
            long samples,
            long[] counts,
            double[] thresholds,
            SparseCounts confidentJoint,
            NoiseModel noise) {
        this(model, samples, counts, thresholds, confidentJoint, noise, Optional.empty());
    }

    /** The same statistics with another posterior. */
    public ModelStatistics with(Optional<PosteriorModel> other) {
        return new ModelStatistics(model, samples, counts, thresholds, confidentJoint, noise, other);
    }

    public ModelStatistics {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(posterior, "posterior");
        int classes = counts.length;
        if (thresholds.length != classes
                || confidentJoint.classes() != classes
                || noise.prior().length != classes
                || noise.givenByTrue().classes() != classes
                || posterior.map(PosteriorModel::classes).orElse(classes) != classes) {
            throw new IllegalArgumentException("statistics of " + model + " disagree on the number of classes: "
                    + classes + " counts, " + thresholds.length + " thresholds, " + confidentJoint + ", "
                    + noise.prior().length + " priors");
        }
        long sum = 0;
        for (long count : counts) {
            sum = Math.addExact(sum, count);
        }
        if (sum != samples) {
            throw new IllegalArgumentException(
                    "statistics of " + model + ": " + samples + " samples, but the counts sum to " + sum);
        }
    }

    /**
     * The column of the confident joint in which a sample with these probabilities is counted, under the thresholds as
     * learnt (a policy's overrides change verdicts, never statistics).
     *
     * @param probabilities K predicted probabilities
     * @return the class, or -1 when none is confident
     */
    public int confidentClass(double[] probabilities) {
        return ConfidentClass.of(probabilities, thresholds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelStatistics that
                && model.equals(that.model)
                && samples == that.samples
                && Arrays.equals(counts, that.counts)
                && Arrays.equals(thresholds, that.thresholds)
                && confidentJoint.equals(that.confidentJoint)
                && noise.equals(that.noise)
                && posterior.equals(that.posterior);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                model, samples, Arrays.hashCode(counts), Arrays.hashCode(thresholds), confidentJoint, noise, posterior);
    }
}
