package dev.sluice.weight;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.storm.Rescaler;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A scheme and its normalisation, fitted on the reference rows of a snapshot and ready to weigh. Immutable; equal snapshots and
 * choices give equal weights, bit for bit.
 *
 * <p>Weights have mean 1 over the reference rows that pass as clean. Where nothing was learnt to fit on, every weight is 1.
 *
 * @param effective effective sample size as a share of the clean rows
 * @param histogram share of the clean rows by weight, cells between {@link #EDGES}, the last one open
 */
public record Weighing(WeightScheme scheme, Normalisation normalisation, double effective, double[] histogram) {

    /** Where cells of the histogram begin. */
    public static final double[] EDGES = {0, .1, .25, .5, .75, 1, 1.25, 1.5, 2, 3};

    /** Every weight is 1. */
    public static final Weighing EVEN = even();

    private static Weighing even() {
        double[] one = new double[EDGES.length];
        one[cell(1)] = 1;
        return new Weighing(WeightScheme.NONE, new Normalisation(1, 1, 1, 1), 1, one);
    }

    /**
     * Fits.
     *
     * @param model whose reference rows stand for the stream
     * @param rescaler learnt with it, if any
     * @param clean which rows pass as clean
     * @param floor smallest weight, in 0..1
     * @param cap largest weight, at least 1
     */
    public static Weighing fit(
            Scheme scheme,
            ModelStatistics model,
            Optional<Rescaler> rescaler,
            Passing clean,
            double floor,
            double cap) {
        PosteriorModel posterior = model.posterior().orElse(null);
        if (scheme == Scheme.NONE || posterior == null || (scheme == Scheme.STORM && rescaler.isEmpty())) {
            return EVEN;
        }
        if (scheme == Scheme.STORM) {
            Rescaler storm = rescaler.get();
            return fit(new StormWeight(storm), RawWeights.of(storm.reference(), clean), floor, cap);
        }
        WeightScheme weights = scheme(scheme, model, posterior);
        return fit(weights, RawWeights.of(weights, posterior.reference(), clean), floor, cap);
    }

    private static Weighing fit(WeightScheme scheme, RawWeights of, double floor, double cap) {
        return of.raw().length == 0 ? EVEN : fit(scheme, of.raw(), of.rows(), floor, cap);
    }

    private static Weighing fit(WeightScheme scheme, double[] raw, double[] rows, double floor, double cap) {
        Normalisation normalisation = Normalisation.fit(raw, rows, floor, cap);
        double[] histogram = new double[EDGES.length];
        double all = Arrays.stream(rows).sum();
        for (int i = 0; i < raw.length; i++) {
            histogram[cell(normalisation.apply(raw[i]))] += rows[i] / all;
        }
        return new Weighing(scheme, normalisation, normalisation.effective(raw, rows), histogram);
    }

    private static WeightScheme scheme(Scheme scheme, ModelStatistics model, PosteriorModel posterior) {
        return switch (scheme) {
            case NONE, STORM -> throw new IllegalArgumentException(scheme + " is not fitted on a posterior");
            case POSTERIOR -> new PosteriorWeight();
            case IMPORTANCE -> new ImportanceWeight(posterior.stay());
            case SMALL_LOSS -> SmallLossWeight.of(posterior.reference(), posterior.classes());
            case NOISE_RATE -> NoiseRateWeight.of(model.noise());
        };
    }

    private static int cell(double weight) {
        int cell = EDGES.length - 1;
        while (weight < EDGES[cell]) {
            cell--;
        }
        return cell;
    }

    /** The loss weight of a clean sample; parameters as {@link WeightScheme#raw} has them. */
    public double weight(int given, double pWrong, double selfConfidence, List<double[]> passes) {
        return normalisation.apply(scheme.raw(given, pWrong, selfConfidence, passes));
    }

    /** Whether weights need the passes, which cost an allocation to hand over. */
    public boolean looks() {
        return scheme instanceof StormWeight;
    }
}
