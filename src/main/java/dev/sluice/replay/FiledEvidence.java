package dev.sluice.replay;

import dev.sluice.files.LabelledRows;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Gate;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Sample;
import java.util.List;
import java.util.Set;

/**
 * A filed row as the judge sees it.
 *
 * @param row row of the input file
 * @param sample the sample
 * @param evidence its logits, first presentation
 */
record FiledEvidence(int row, Sample sample, Evidence evidence) {

    static FiledEvidence read(LabelledRows rows, int row, RehearsalSetup setup) {
        return new FiledEvidence(
                row,
                new Sample(rows.id(row), rows.label(row)),
                Evidence.of(ModelEvidence.of(setup.model(), rows.logits(row), setup.outOfSample())));
    }

    /** The same row with gates in force. */
    FiledEvidence gated(int presentation, Set<Gate> gates) {
        List<ModelEvidence> models = evidence.models();
        return new FiledEvidence(row, sample, new Evidence(presentation, models, gates));
    }
}
