package dev.sluice.replay;

import dev.sluice.files.LabelledRows;
import dev.sluice.noise.GeneratedStream;

/** A generated stream as rows of a data set; a row's id is "s" and its number. */
record GeneratedRows(GeneratedStream stream) implements LabelledRows {

    static GeneratedRows draw(int classes, int size, long seed) {
        return new GeneratedRows(GeneratedStream.draw(classes, size, .25, seed));
    }

    @Override
    public int size() {
        return stream.size();
    }

    @Override
    public int classes() {
        return stream.classes();
    }

    @Override
    public String id(int row) {
        return "s" + row;
    }

    @Override
    public int label(int row) {
        return stream.given()[row];
    }

    @Override
    public float[] logits(int row) {
        return stream.logits()[row].clone();
    }
}
