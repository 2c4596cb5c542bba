package dev.sluice.bench;

import java.util.List;

/**
 * What is measured.
 *
 * @param seeds how many times each cell is repeated; each draws its own digits, labels, beginnings and orders
 * @param samples rows to train on
 * @param tests rows to test on, drawn from the same world, with true labels
 * @param steps optimiser steps of every training
 * @param folds of the cross validation that scores the rows
 * @param rates shares of wrong labels
 */
record TrainingPlan(int seeds, int samples, int tests, int steps, int folds, List<Double> rates) {

    static final int SAMPLES = 20_000;
    static final int TESTS = 5_000;
    static final int STEPS = 3_000;
    static final int FOLDS = 4;
    static final List<Double> RATES = List.of(0., .1, .2, .4);

    static TrainingPlan of(int seeds, int samples, int steps) {
        return new TrainingPlan(seeds, samples, TESTS, steps, FOLDS, RATES);
    }
}
