package dev.sluice.judge;

import dev.sluice.noise.ConfidentClass;

/**
 * Suspects the off-diagonal members of the confident joint, less those whose prediction is the given label after all.
 *
 * @param thresholds K thresholds in force, the policy's overrides included
 */
record ConfidentOther(double[] thresholds) implements PredictionDetector {

    @Override
    public int otherClass(double[] probabilities, int given) {
        int confident = ConfidentClass.of(probabilities, thresholds);
        if (confident == ConfidentClass.NONE
                || confident == given
                || PredictionDetector.predictsGiven(probabilities, given)) {
            return AGREES;
        }
        return confident;
    }

    @Override
    public Reason reason() {
        return Reason.CONFIDENT_OTHER;
    }
}
