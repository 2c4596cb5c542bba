package dev.sluice.replay;

import java.util.List;

/**
 * Units of a data set, each a sample with the logits of one presentation: all that a rehearsal must know of them. Each has
 * a fixed index from 0 here, and another number in its file.
 */
public interface FiledRows {

    /** How many units there are. */
    int size();

    /** K. */
    int classes();

    /** Id of the sample. */
    String id(int index);

    /** Given label, in 0..K-1. */
    int label(int index);

    /** Number of a sample in the input file, from 0; among the samples, where a file also holds other things. */
    int fileRow(int index);

    /** Which showing of the sample the logits are of. */
    int presentation(int index);

    /** Whether one sample may stand here several times, told apart by the presentation. */
    boolean repeats();

    /** The logits, one entry a model, in the order of the pipeline's models. */
    List<ScoredLogits> scored(int index);

    /** Whether the logits of an awaited model are missing; such a unit is judged by what came. */
    boolean partial(int index);
}
