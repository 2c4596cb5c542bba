package dev.sluice.judge;

import java.util.List;

/** Recognises wrong labels by what one model or several say. Pure, immutable. */
interface Detector {

    /** No suspicion. */
    int AGREES = -1;

    /**
     * Looks at one sample.
     *
     * @param models those that have a say, at least one
     * @param probabilities the mean of their predicted probabilities, K
     * @param given the given label, in 0..K-1
     */
    Suspicion look(List<ModelEvidence> models, double[] probabilities, int given);

    /** Why a sample is suspected when {@link #look} names another class. */
    Reason reason();
}
