package dev.sluice.stream;

import dev.sluice.noise.ModelKey;

/**
 * A decoded and checked logits row.
 *
 * @param model who scored
 * @param logits K finite scores
 * @param outOfSample whether the model did not train on this sample's label
 * @param presentation which showing
 * @param partition partition of the logits topic
 * @param offset offset in the logits topic
 * @param time event time, ms
 */
record PendingLogits(
        ModelKey model, float[] logits, boolean outOfSample, int presentation, int partition, long offset, long time) {

    /** The same row as part of another presentation. */
    PendingLogits showing(int number) {
        return new PendingLogits(model, logits, outOfSample, number, partition, offset, time);
    }
}
