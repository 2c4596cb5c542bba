package dev.sluice.demo;

/**
 * One drawn thing, with the truth that only the generator knows.
 *
 * @param trueLabel what it is
 * @param givenLabel what the annotator wrote
 * @param logits what the model says, K scores
 */
public record DemoItem(int trueLabel, int givenLabel, float[] logits) {

    /** The model's first choice. */
    public int predicted() {
        int best = 0;
        for (int k = 1; k < logits.length; k++) {
            if (logits[k] > logits[best]) {
                best = k;
            }
        }
        return best;
    }

    /** Whether the given label is wrong. */
    public boolean mislabelled() {
        return givenLabel != trueLabel;
    }
}
