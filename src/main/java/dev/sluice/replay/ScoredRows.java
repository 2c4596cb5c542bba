package dev.sluice.replay;

import dev.sluice.files.LabelledRows;
import dev.sluice.noise.ModelKey;

/**
 * Rows whose logits are all of one version of one model.
 *
 * @param rows labels and logits
 * @param model whose logits
 * @param outOfSample whether that model did not train on these labels; otherwise nothing is learnt
 */
public record ScoredRows(LabelledRows rows, ModelKey model, boolean outOfSample) implements FiledRows {

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int classes() {
        return rows.classes();
    }

    @Override
    public String id(int index) {
        return rows.id(index);
    }

    @Override
    public int label(int index) {
        return rows.label(index);
    }

    @Override
    public float[] logits(int index) {
        return rows.logits(index);
    }

    @Override
    public int fileRow(int index) {
        return index;
    }

    @Override
    public ModelKey model(int index) {
        return model;
    }

    @Override
    public boolean outOfSample(int index) {
        return outOfSample;
    }

    @Override
    public int presentation(int index) {
        return 0;
    }
}
