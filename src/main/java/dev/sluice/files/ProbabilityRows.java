package dev.sluice.files;

/** Given labels and predicted probabilities of a data set, taken block by block. For any number of threads. */
public interface ProbabilityRows {

    /** How many rows, at least 1. */
    int size();

    /** K. */
    int classes();

    /** Identity of a row. */
    String id(int row);

    /** Number of a row in its input file, from 0. */
    default int fileRow(int row) {
        return row;
    }

    /** A fresh row of K finite scores, from which softmax gives the probabilities. */
    float[] logits(int row);

    /**
     * Reads as many rows as fit, from a row on.
     *
     * @param first row to begin with, in 0..size-1
     * @param block where they go; of one thread at a time
     * @return how many were read, at least 1
     * @throws InputFileException at a label out of range, or at a number that is no probability
     */
    int read(int first, ProbabilityBlock block);
}
