package dev.sluice.files;

import java.io.IOException;
import java.nio.file.Path;

/** Given labels as an int32 or int64 array (n). */
final class LabelFile {

    private LabelFile() {}

    /**
     * Reads all labels.
     *
     * @param classes K; a label outside 0..K-1 is refused
     */
    static int[] read(Path path, int classes) throws IOException {
        NpyFile file = NpyFile.open(path);
        if (!file.integers()) {
            throw InputFileException.in(path, "labels must be int32 or int64: save them with x.astype('int32')");
        }
        if (file.dimensions() != 1) {
            throw InputFileException.in(path, "shape " + file.shapeText() + " must be (n,): one label a row");
        }
        int[] labels = new int[file.rows()];
        for (int row = 0; row < labels.length; row++) {
            long label = file.integer(row, 0);
            if (label < 0 || label >= classes) {
                throw InputFileException.atRow(
                        path,
                        row,
                        "label " + label + " is outside 0.." + (classes - 1) + " (classes: " + classes + ")");
            }
            labels[row] = (int) label;
        }
        return labels;
    }
}
