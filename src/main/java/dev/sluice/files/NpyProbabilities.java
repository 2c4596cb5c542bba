package dev.sluice.files;

import dev.sluice.noise.Probabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A data set in {@code .npy} files that stays where it is: labels and matrix are mapped, and widened block by block. Numbers
 * are checked whenever they are read, so opening costs nothing; probabilities are taken as they are, logits through softmax.
 */
public final class NpyProbabilities implements ProbabilityRows {

    private final ScoreMatrix scores;
    private final LabelFile labels;
    private final List<String> ids;

    private NpyProbabilities(ScoreMatrix scores, LabelFile labels, List<String> ids) {
        this.scores = scores;
        this.labels = labels;
        this.ids = ids;
    }

    /**
     * Opens all files and checks their shapes.
     *
     * @param labels given labels
     * @param matrix logits or probabilities
     * @param kind which of the two
     * @param ids one id a line; without it a row's id is its number
     * @param classes K where the pipeline names it; without it K comes from the matrix
     * @throws InputFileException when they do not fit each other
     */
    public static NpyProbabilities open(
            Path labels, Path matrix, ScoreKind kind, Optional<Path> ids, OptionalInt classes) throws IOException {
        ScoreMatrix scores = ScoreMatrix.openUnchecked(matrix, kind);
        LabelFile given = LabelFile.open(labels);
        NpyRows.requireAgreement(scores, given, classes);
        return new NpyProbabilities(scores, given, NpyRows.readIds(ids, given));
    }

    @Override
    public int size() {
        return labels.rows();
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
    public float[] logits(int row) {
        return scores.logits(row);
    }

    @Override
    public int read(int first, ProbabilityBlock block) {
        int count = Math.min(block.rows(), size() - first);
        int classes = classes();
        labels.read(first, count, classes, block.labels());
        scores.read(first, count, block);
        if (scores.kind() == ScoreKind.LOGITS) {
            for (int row = 0; row < count; row++) {
                Probabilities.softmaxInPlace(block.probabilities(), row * classes, classes);
            }
        }
        return count;
    }
}
