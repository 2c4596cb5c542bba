package dev.sluice.judge;

import dev.sluice.noise.SnapshotLearner;

/** The learnt thresholds with the policy's overrides on top. */
final class EffectiveThresholds {

    private static final double LEAST = 2e-6;

    private EffectiveThresholds() {}

    /**
     * A fixed threshold replaces the learnt one. An offset is added to it, but a class without samples stays never
     * confident: there is nothing yet to be offset from.
     *
     * @param learnt K thresholds
     * @return K thresholds, at least 2e-6
     */
    static double[] of(double[] learnt, Policy policy) {
        double[] thresholds = learnt.clone();
        policy.classes().forEach((k, choice) -> {
            if (k < 0 || k >= thresholds.length) {
                throw new IllegalArgumentException(
                        "policy v" + policy.version() + ": class " + k + " is outside 0.." + (thresholds.length - 1));
            }
            if (choice.threshold().isPresent()) {
                thresholds[k] = Math.max(LEAST, choice.threshold().getAsDouble());
            } else if (choice.thresholdOffset().isPresent() && thresholds[k] < SnapshotLearner.NEVER_CONFIDENT) {
                thresholds[k] =
                        Math.max(LEAST, thresholds[k] + choice.thresholdOffset().getAsDouble());
            }
        });
        return thresholds;
    }
}
