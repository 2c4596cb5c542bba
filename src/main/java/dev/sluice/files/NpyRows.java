package dev.sluice.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A data set in {@code .npy} files: labels (n), a matrix (n, K), and perhaps a file of ids. */
public final class NpyRows implements LabelledRows {

    private final ScoreMatrix scores;
    private final int[] labels;
    private final List<String> ids;

    private NpyRows(ScoreMatrix scores, int[] labels, List<String> ids) {
        this.scores = scores;
        this.labels = labels;
        this.ids = ids;
    }

    /**
     * Opens and checks all files; nothing is left to go wrong afterwards.
     *
     * @param labels given labels
     * @param matrix logits or probabilities
     * @param kind which of the two
     * @param ids one id a line; without it a row's id is its number
     * @param classes K where the pipeline names it; without it K comes from the matrix
     * @throws InputFileException at the first fault, with file and row
     */
    public static NpyRows open(Path labels, Path matrix, ScoreKind kind, Optional<Path> ids, OptionalInt classes)
            throws IOException {
        ScoreMatrix scores = ScoreMatrix.open(matrix, kind);
        LabelFile given = LabelFile.open(labels);
        requireAgreement(scores, given, classes);
        return new NpyRows(scores, given.all(scores.classes()), readIds(ids, given));
    }

    static void requireAgreement(ScoreMatrix scores, LabelFile labels, OptionalInt classes) {
        if (classes.isPresent() && classes.getAsInt() != scores.classes()) {
            throw InputFileException.in(
                    scores.path(),
                    "shape " + scores.shapeText() + " has " + scores.classes() + " columns, the pipeline has classes: "
                            + classes.getAsInt());
        }
        if (labels.rows() != scores.rows()) {
            throw InputFileException.in(
                    labels.path(),
                    "has " + labels.rows() + " rows, " + scores.path() + " has " + scores.rows() + ": they must agree");
        }
        if (labels.rows() == 0) {
            throw InputFileException.in(labels.path(), "has no rows");
        }
    }

    static List<String> readIds(Optional<Path> ids, LabelFile labels) throws IOException {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> names = IdFile.read(ids.get());
        if (names.size() != labels.rows()) {
            throw InputFileException.in(
                    ids.get(), "has " + names.size() + " ids, " + labels.path() + " has " + labels.rows() + " rows");
        }
        return names;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return scores.classes();
    }

    @Override
    public String id(int row) {
        return ids.isEmpty() ? Integer.toString(row) : ids.get(row);
    }

    @Override
    public int label(int row) {
        return labels[row];
    }

    @Override
    public float[] logits(int row) {
        return scores.logits(row);
    }
}
