package dev.sluice.judge;

import dev.sluice.noise.Probabilities;

/** Suspects every sample whose most probable class is not its given label. Needs no thresholds. */
record PredictedOther() implements PredictionDetector {

    @Override
    public int otherClass(double[] probabilities, int given) {
        return PredictionDetector.predictsGiven(probabilities, given) ? AGREES : Probabilities.argmax(probabilities);
    }

    @Override
    public Reason reason() {
        return Reason.PREDICTED_OTHER;
    }
}
