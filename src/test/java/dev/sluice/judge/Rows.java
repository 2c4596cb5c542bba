package dev.sluice.judge;

import dev.sluice.noise.ModelKey;
import java.util.List;
import java.util.Set;

/** Samples and evidence for tests of the judge, given as probabilities. */
final class Rows {

    private static final ModelKey MODEL = new ModelKey("main", "1");

    private Rows() {}

    static Sample given(int label) {
        return new Sample("s1", label);
    }

    static Evidence predicted(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) Math.log(probabilities[k]);
        }
        return Evidence.of(new ModelEvidence(MODEL, logits, probabilities, true));
    }

    static Evidence predictedWhenHoldExpired(double... probabilities) {
        List<ModelEvidence> models = predicted(probabilities).models();
        return new Evidence(0, models, Set.of(Gate.HOLD_EXPIRED));
    }
}
