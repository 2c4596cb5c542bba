package dev.sluice.replay;

/**
 * What of a file of samples and logits came to no decision. Every line is here, or is one half of a pair.
 *
 * @param samples without logits
 * @param logits without a sample
 * @param duplicates samples whose id was there before
 * @param superseded logits of a sample that had logits before
 */
public record Unpaired(long samples, long logits, long duplicates, long superseded) {

    /** Everything found its partner. */
    public static final Unpaired NONE = new Unpaired(0, 0, 0, 0);

    /** How many lines. */
    public long total() {
        return samples + logits + duplicates + superseded;
    }
}
