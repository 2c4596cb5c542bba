package dev.sluice.judge;

import dev.sluice.noise.Probabilities;

/** Recognises wrong labels of one model by its probabilities. Pure, immutable. */
interface Detector {

    /** No suspicion. */
    int AGREES = -1;

    /**
     * The class that speaks against the given label.
     *
     * @param probabilities K predicted probabilities
     * @param given the given label, in 0..K-1
     * @return the other class, or {@link #AGREES}
     */
    int otherClass(double[] probabilities, int given);

    /** Why a sample is suspected when {@link #otherClass} names a class. */
    Reason reason();

    /**
     * Whether the given label is the most probable class when it is favoured by 1e-6; such a sample is never suspected.
     * Ties go to the lowest index.
     */
    static boolean predictsGiven(double[] probabilities, int given) {
        return Probabilities.predictsGiven(probabilities, 0, probabilities.length, given);
    }
}
