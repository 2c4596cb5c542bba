package dev.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Does training get better by what the pipeline does? The same model is trained the same number of steps on the same digits,
 * whose labels were spoiled, once for each treatment, and tested on digits with true labels.
 *
 * <p>True labels are used for three things only: to spoil labels by them, in the treatments that say so, and to test. Else the
 * pipeline sees given labels and logits of models that were trained on given labels of other rows.
 */
public final class TrainingBench {

    private static final double WORTH_RECOVERING = .005;

    private final TrainingPlan plan;
    private final List<Treatment> treatments;
    private final Consumer<String> progress;

    TrainingBench(TrainingPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.treatments = Treatment.all(Filtered.schemes());
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @param seeds how often each cell is repeated
     * @param samples rows to train on
     * @param steps optimiser steps of every training
     * @param live whether one cell is trained on rows that went through Kafka, too
     * @param progress hears of each cell that is done
     */
    public static TrainingReport run(int seeds, int samples, int steps, boolean live, Consumer<String> progress)
            throws Exception {
        // Two small matrices do not gain by threads, and one thread gives the same sums each time.
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        return new TrainingBench(TrainingPlan.of(seeds, samples, steps), progress).run(live);
    }

    private TrainingReport run(boolean live) throws Exception {
        long began = System.nanoTime();
        List<TrainingReport.Scorer> scorers = new ArrayList<>();
        List<TrainingRow> rows = new ArrayList<>();
        for (LabelNoise noise : LabelNoise.values()) {
            for (double rate : plan.rates()) {
                if (rate > 0 || noise == LabelNoise.values()[0]) {
                    cell(noise, rate, scorers, rows);
                }
            }
        }
        TrainingReport.Live through = live ? new LiveTraining(plan, progress).run() : null;
        return new TrainingReport(
                plan.samples(),
                plan.tests(),
                plan.steps(),
                Filtered.schemes(),
                scorers,
                rows,
                through,
                (System.nanoTime() - began) / 1e9);
    }

    private void cell(LabelNoise noise, double rate, List<TrainingReport.Scorer> scorers, List<TrainingRow> rows) {
        Map<String, List<Double>> accuracies = new LinkedHashMap<>();
        ScorerMeans means = new ScorerMeans();
        for (int seed = 1; seed <= plan.seeds(); seed++) {
            Digits test = test(seed);
            Treatment.Spoiled set = spoil(plan, noise, rate, seed);
            means.add(set);
            for (Treatment treatment : treatments) {
                try (Net net = Net.train(treatment.rows().apply(set), plan.steps(), seed)) {
                    accuracies
                            .computeIfAbsent(treatment.name(), name -> new ArrayList<>())
                            .add(net.accuracy(test));
                }
            }
            progress.accept(noise + " " + rate + ", seed " + seed + " of " + plan.seeds());
        }
        String kind = rate == 0 ? "none" : noise.name().toLowerCase(java.util.Locale.ROOT);
        scorers.add(means.report(kind, rate));
        double raw = TrainingRow.mean(accuracies.get(Treatment.RAW));
        double gain = TrainingRow.mean(accuracies.get(Treatment.PERFECT)) - raw;
        accuracies.forEach((name, values) -> rows.add(TrainingRow.of(
                kind, rate, name, values, gain < WORTH_RECOVERING ? null : (TrainingRow.mean(values) - raw) / gain)));
    }

    private Digits test(int seed) {
        return Digits.draw(plan.tests(), 1_000_000L + seed);
    }

    static Treatment.Spoiled spoil(TrainingPlan plan, LabelNoise noise, double rate, int seed) {
        Digits truth = Digits.draw(plan.samples(), seed);
        int[] given = noise.labels(truth, rate, new SplittableRandom(2_000_000L + seed));
        TrainingRows rows = TrainingRows.of(truth.pixels(), given);
        FoldRows scored = CrossScores.of(rows, plan.folds(), plan.steps(), seed);
        FoldRows second = again(plan, rows, scored, seed);
        TrainingRows right = TrainingRows.of(truth.pixels(), truth.labels());
        FoldRows well = CrossScores.of(right, plan.folds(), plan.steps(), seed);
        return new Treatment.Spoiled(truth, rows, scored, second, new FoldRows(given, well.logits(), plan.folds()));
    }

    /** Logits of models that were trained as a pipeline's trainer would be: on its rows, by the weights they came with. */
    private static FoldRows again(TrainingPlan plan, TrainingRows rows, FoldRows scored, int seed) {
        TrainingRows weighed = Filtered.by(scored, false, Treatment.ROUNDS).of(rows);
        return CrossScores.of(weighed, plan.folds(), plan.steps(), seed);
    }
}
