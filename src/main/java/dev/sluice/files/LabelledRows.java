package dev.sluice.files;

/** Rows of a data set, each with an id, a given label and one model's logits. Rows count from 0, in file order. */
public interface LabelledRows {

    /** How many rows, at least 1. */
    int size();

    /** K, the length of each row of logits. */
    int classes();

    /** Identity of a row; no two rows share one. */
    String id(int row);

    /** Given label in 0..K-1. */
    int label(int row);

    /** K finite scores, a fresh array. */
    float[] logits(int row);
}
