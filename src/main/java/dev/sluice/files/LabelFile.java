package dev.sluice.files;

import java.io.IOException;
import java.nio.file.Path;

/** Given labels as an int32 or int64 array (n), mapped. */
final class LabelFile {

    private final NpyFile file;

    private LabelFile(NpyFile file) {
        this.file = file;
    }

    /** Opens labels, without a look at them. */
    static LabelFile open(Path path) throws IOException {
        NpyFile file = NpyFile.open(path);
        if (!file.integers()) {
            throw InputFileException.in(path, "labels must be int32 or int64: save them with x.astype('int32')");
        }
        if (file.dimensions() != 1) {
            throw InputFileException.in(path, "shape " + file.shapeText() + " must be (n,): one label a row");
        }
        return new LabelFile(file);
    }

    Path path() {
        return file.path();
    }

    int rows() {
        return file.rows();
    }

    /** All labels, in a fresh array; a label outside 0..K-1 is refused. */
    int[] all(int classes) {
        int[] labels = new int[rows()];
        read(0, labels.length, classes, labels);
        return labels;
    }

    /**
     * Some labels.
     *
     * @param classes K; a label outside 0..K-1 is refused
     */
    void read(int first, int count, int classes, int[] to) {
        for (int i = 0; i < count; i++) {
            long label = file.integer(first + i, 0);
            if (label < 0 || label >= classes) {
                throw InputFileException.atRow(
                        file.path(),
                        first + i,
                        "label " + label + " is outside 0.." + (classes - 1) + " (classes: " + classes + ")");
            }
            to[i] = (int) label;
        }
    }
}
