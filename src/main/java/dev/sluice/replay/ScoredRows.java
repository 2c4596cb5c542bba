package dev.sluice.replay;

import dev.sluice.files.LabelledRows;
import dev.sluice.files.ModelScores;
import dev.sluice.noise.ModelKey;
import java.util.ArrayList;
import java.util.List;

/** Rows of which every awaited model has scored every one, each model in one version. */
public final class ScoredRows implements FiledRows {

    private final List<ModelScores> models;
    private final LabelledRows rows;

    /** @param models in the order of the pipeline's models, at least one */
    public ScoredRows(List<ModelScores> models) {
        this.models = List.copyOf(models);
        this.rows = models.get(0).rows();
    }

    /** Rows of one model. */
    public ScoredRows(LabelledRows rows, ModelKey model, boolean outOfSample) {
        this(List.of(new ModelScores(rows, model, outOfSample)));
    }

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
    public int fileRow(int index) {
        return index;
    }

    @Override
    public int presentation(int index) {
        return 0;
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<ScoredLogits> scored(int index) {
        List<ScoredLogits> scored = new ArrayList<>(models.size());
        for (ModelScores model : models) {
            scored.add(new ScoredLogits(model.model(), model.rows().logits(index), model.outOfSample()));
        }
        return scored;
    }

    @Override
    public boolean partial(int index) {
        return false;
    }
}
