package dev.sluice.stream;

import java.util.concurrent.CompletableFuture;

/**
 * A model that gives logits for features, shared by all partitions of an instance. It works in threads of its own, so a
 * slow model never keeps a stream thread from polling.
 */
public interface Scorer extends AutoCloseable {

    /** How many features a sample must have. */
    int features();

    /**
     * Scores a batch. The answer ends with a {@link ScoringException} when the model fails.
     *
     * @param rows features of samples, {@link #features()} finite numbers each; not to be changed until the answer is there
     * @return one row of K finite logits for each row, in their order
     */
    CompletableFuture<float[][]> score(float[][] rows);

    @Override
    void close();
}
