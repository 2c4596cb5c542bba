package dev.sluice.judge;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Probabilities;

/**
 * One model's word on one presentation of a sample. The arrays are shared, not copied: nobody may write to them.
 *
 * @param model which model, in which version
 * @param logits K raw scores, all finite
 * @param probabilities softmax of the logits, computed once
 * @param outOfSample whether the model did not train on this sample's label; only such logits feed statistics
 */
public record ModelEvidence(ModelKey model, float[] logits, double[] probabilities, boolean outOfSample) {

    /** Takes the logits as they came and computes the probabilities. */
    public static ModelEvidence of(ModelKey model, float[] logits, boolean outOfSample) {
        return new ModelEvidence(model, logits, Probabilities.softmax(logits), outOfSample);
    }

    /** A model that is known to have spoken, and no more what it said. */
    static ModelEvidence withoutScores(ModelKey model, boolean outOfSample) {
        return new ModelEvidence(model, new float[0], new double[0], outOfSample);
    }
}
