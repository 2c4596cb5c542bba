package dev.sluice.replay;

import dev.sluice.files.LabelledRows;
import dev.sluice.noise.ModelKey;

/**
 * Rows of a data set with all that a rehearsal must know of them: whose logits they hold, and whether these may be learnt
 * from. Each row has a fixed index from 0 here, and another number in its file.
 */
public interface FiledRows extends LabelledRows {

    /** Number of a row in the input file, from 0; among the samples, where a file also holds other things. */
    int fileRow(int index);

    /** Whose logits a row holds. */
    ModelKey model(int index);

    /** Whether that model did not train on the row's label; other rows are judged but not learnt from. */
    boolean outOfSample(int index);

    /** Which showing of the sample the logits are of. */
    int presentation(int index);
}
