package dev.sluice.stream;

/** What the pipeline knows of one sample id, in the store {@code entries}. An id without an entry is new. */
sealed interface Entry {

    /** A sample that waits for its logits. */
    record WaitingSample(PendingSample sample) implements Entry {}

    /** Logits that wait for their sample. */
    record WaitingLogits(PendingLogits logits) implements Entry {}

    /**
     * Evidence that is complete and learnt from, and waits to be judged: for the end of the warm-up, or for learning to
     * catch up.
     *
     * @param sequence number of this evidence in its partition, from 1
     */
    record Ready(long sequence, PendingSample sample, PendingLogits logits) implements Entry {

        /** Event time of the pair: when both were there. */
        long time() {
            return Math.max(sample.time(), logits.time());
        }
    }

    /**
     * An id that has its decision; kept for {@code pairing.remember} so that a repeat is known as one.
     *
     * @param time event time of the decided pair, ms
     */
    record Decided(long time) implements Entry {}
}
