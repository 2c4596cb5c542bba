package dev.sluice.cli;

import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.NpyRows;
import dev.sluice.files.ScoreKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** A data set in files, the same for every command that takes one. Use as a mixin. */
final class RowInputOptions {

    @Option(
            names = "--labels",
            order = 3,
            paramLabel = "L.npy",
            description = "Given labels: int32 or int64, shape (n).")
    private Path labels;

    @Option(
            names = "--logits",
            order = 4,
            paramLabel = "Z.npy",
            description = "The model's raw scores: float32 or float64, shape (n, K).")
    private Path logits;

    @Option(
            names = "--pred-probs",
            order = 5,
            paramLabel = "P.npy",
            description = "Its probabilities instead of scores, same shape.")
    private Path probabilities;

    @Option(
            names = "--ids",
            order = 6,
            paramLabel = "IDS",
            description = "Sample ids, one a line; without it an id is the row's number.")
    private Path ids;

    @Option(
            names = "--shuffle",
            order = 7,
            paramLabel = "SEED",
            description = "Take the rows in a random order, the same for the same seed; otherwise in file order.")
    private Long shuffle;

    @Option(
            names = "--model",
            order = 8,
            paramLabel = "ID",
            description = "Whose scores these are; by default the model that the pipeline awaits.")
    private String model;

    @Option(
            names = "--in-sample",
            order = 9,
            description = "The model was trained on these very labels: nothing is learnt from its scores.")
    private boolean inSample;

    /** Whether any of the array files is named. */
    boolean given() {
        return labels != null || logits != null || probabilities != null || ids != null;
    }

    /**
     * Opens and checks the files.
     *
     * @param classes K where the pipeline's file says it
     */
    LabelledRows open(OptionalInt classes) throws IOException {
        if (labels == null) {
            throw new Misuse("--labels L.npy is missing: name the file of given labels");
        }
        if ((logits == null) == (probabilities == null)) {
            throw new Misuse(
                    logits == null
                            ? "--logits Z.npy or --pred-probs P.npy is missing: name the model's scores"
                            : "--logits and --pred-probs exclude each other: name one");
        }
        return NpyRows.open(
                labels,
                logits != null ? logits : probabilities,
                logits != null ? ScoreKind.LOGITS : ScoreKind.PROBABILITIES,
                Optional.ofNullable(ids),
                classes);
    }

    /** Whether another order than the file's was asked for. */
    boolean shuffled() {
        return shuffle != null;
    }

    /** In which order the rows are taken. */
    int[] order(LabelledRows rows) {
        return shuffle == null ? ArrivalOrder.ofFile(rows.size()) : ArrivalOrder.shuffled(rows.size(), shuffle);
    }

    /** Whose scores these are. */
    String model(String awaited) {
        return model == null ? awaited : model;
    }

    /** Whether the scores may be learnt from. */
    boolean outOfSample() {
        return !inSample;
    }
}
