package dev.sluice.bench;

import java.util.List;

/**
 * The whole proof.
 *
 * @param samples rows that were trained on
 * @param tests rows that were tested on
 * @param steps optimiser steps of every training
 * @param schemes weight schemes that this version has
 * @param scorers how good the logits and the quarantine were, a cell
 * @param rows the table
 * @param live the same treatment with rows that went through Kafka; null when it was left out
 * @param seconds how long all took
 */
public record TrainingReport(
        int samples,
        int tests,
        int steps,
        List<String> schemes,
        List<Scorer> scorers,
        List<TrainingRow> rows,
        Live live,
        double seconds) {

    /**
     * Means over the seeds.
     *
     * @param accuracy share of training rows whose out-of-sample logits are highest for the true label
     * @param precision share of quarantined rows that are wrong; NaN as null when nothing was quarantined
     * @param recall share of wrong rows that were quarantined
     */
    public record Scorer(
            String noiseKind, double noiseRate, double wrong, double accuracy, Double precision, Double recall) {}

    /**
     * One training on rows from the clean topic.
     *
     * @param clean rows that came from it
     * @param accuracy of the model that was trained on them
     */
    public record Live(
            String noiseKind,
            double noiseRate,
            String scheme,
            long clean,
            long quarantine,
            boolean balanced,
            double accuracy) {}
}
