package dev.sluice.replay;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.Gate;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Sample;
import dev.sluice.noise.ModelKey;
import java.util.List;
import java.util.Set;

/**
 * A filed row as the judge sees it.
 *
 * @param row row of the input file
 * @param sample the sample
 * @param evidence its logits
 */
record FiledEvidence(int row, Sample sample, Evidence evidence) {

    static FiledEvidence read(FiledRows rows, int index) {
        ModelEvidence model = ModelEvidence.of(rows.model(index), rows.logits(index), rows.outOfSample(index));
        return new FiledEvidence(
                rows.fileRow(index),
                new Sample(rows.id(index), rows.label(index)),
                new Evidence(rows.presentation(index), List.of(model), Set.of()));
    }

    /** Whose logits they are. */
    ModelKey model() {
        return evidence.models().get(0).model();
    }

    /** The same row with gates in force. */
    FiledEvidence gated(int presentation, Set<Gate> gates) {
        List<ModelEvidence> models = evidence.models();
        return new FiledEvidence(row, sample, new Evidence(presentation, models, gates));
    }
}
