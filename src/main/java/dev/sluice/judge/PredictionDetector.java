package dev.sluice.judge;

import dev.sluice.noise.Probabilities;
import java.util.List;

/** A detector that needs nothing but the mean of the predicted probabilities, and gives no P(label wrong) of its own. */
interface PredictionDetector extends Detector {

    /**
     * The class that speaks against the given label.
     *
     * @param probabilities K predicted probabilities
     * @param given the given label, in 0..K-1
     * @return the other class, or {@link #AGREES}
     */
    int otherClass(double[] probabilities, int given);

    @Override
    default Suspicion look(List<ModelEvidence> models, double[] probabilities, int given) {
        return new Suspicion(1 - probabilities[given], otherClass(probabilities, given));
    }

    /**
     * Whether the given label is the most probable class when it is favoured by 1e-6; such a sample is never suspected.
     * Ties go to the lowest index.
     */
    static boolean predictsGiven(double[] probabilities, int given) {
        return Probabilities.predictsGiven(probabilities, 0, probabilities.length, given);
    }
}
