package dev.sluice.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A matrix (n, K) of logits or probabilities, checked whole when it is opened, handed on row by row as logits. */
public final class ScoreMatrix {

    private final NpyFile file;
    private final ScoreKind kind;

    private ScoreMatrix(NpyFile file, ScoreKind kind) {
        this.file = file;
        this.kind = kind;
    }

    /**
     * Opens and checks a matrix.
     *
     * @throws InputFileException naming the first row with a value that is no logit or no probability
     */
    public static ScoreMatrix open(Path path, ScoreKind kind) throws IOException {
        ScoreMatrix matrix = openUnchecked(path, kind);
        for (int row = 0; row < matrix.rows(); row++) {
            matrix.check(row);
        }
        return matrix;
    }

    /** Opens a matrix and checks its shape; {@link #read} checks its numbers. */
    static ScoreMatrix openUnchecked(Path path, ScoreKind kind) throws IOException {
        NpyFile file = NpyFile.open(path);
        if (file.integers()) {
            throw InputFileException.in(path, "holds integers: scores must be float32 or float64");
        }
        if (file.dimensions() != 2 || file.columns() < 2) {
            throw InputFileException.in(
                    path, "shape " + file.shapeText() + " must be (n, K) with one column for each of K >= 2 classes");
        }
        return new ScoreMatrix(file, kind);
    }

    private void check(int row) {
        double sum = 0;
        for (int column = 0; column < file.columns(); column++) {
            double value = file.real(row, column);
            Optional<String> problem = kind.problem(value);
            if (problem.isPresent()) {
                throw InputFileException.atRow(
                        file.path(), row, kind.word() + " of class " + column + " " + problem.get());
            }
            sum += value;
        }
        if (kind == ScoreKind.PROBABILITIES && sum == 0) {
            throw InputFileException.atRow(file.path(), row, "every probability is 0");
        }
    }

    /** Reads and checks rows as they are, widened to double. */
    void read(int first, int count, ProbabilityBlock block) {
        file.reals(first, count, block);
        double[] numbers = block.probabilities();
        int classes = classes();
        for (int row = 0, at = 0; row < count; row++) {
            double sum = 0;
            boolean bad = false;
            for (int end = at + classes; at < end; at++) {
                bad |= !(numbers[at] >= kind.least() && numbers[at] <= kind.most());
                sum += numbers[at];
            }
            if (bad || (kind == ScoreKind.PROBABILITIES && sum == 0)) {
                check(first + row);
            }
        }
    }

    ScoreKind kind() {
        return kind;
    }

    public Path path() {
        return file.path();
    }

    public int rows() {
        return file.rows();
    }

    /** K, the number of columns. */
    public int classes() {
        return file.columns();
    }

    public String shapeText() {
        return file.shapeText();
    }

    /** A fresh row of K finite scores. */
    public float[] logits(int row) {
        float[] logits = new float[file.columns()];
        for (int column = 0; column < logits.length; column++) {
            logits[column] = kind.logit(file.real(row, column));
        }
        return logits;
    }
}
