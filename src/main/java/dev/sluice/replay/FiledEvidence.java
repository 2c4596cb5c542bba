package dev.sluice.replay;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.Gate;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A filed row as the judge sees it.
 *
 * @param row row of the input file
 * @param sample the sample
 * @param evidence its logits
 * @param time event time, ms; any number where no window asks for it
 */
record FiledEvidence(int row, Sample sample, Evidence evidence, long time) {

    private static final long NO_TIME = 0;

    /** The unit with all its logits. */
    static FiledEvidence read(FiledRows rows, int index) {
        return read(rows, index, List.of());
    }

    /** The unit without the logits of these models. */
    static FiledEvidence read(FiledRows rows, int index, Collection<String> without) {
        List<ModelEvidence> models = new ArrayList<>();
        for (ScoredLogits scored : rows.scored(index)) {
            if (!without.contains(scored.model().id())) {
                models.add(ModelEvidence.of(scored.model(), scored.logits(), scored.outOfSample()));
            }
        }
        Set<Gate> gates = rows.partial(index) || !without.isEmpty() ? EnumSet.of(Gate.PARTIAL_EVIDENCE) : Set.of();
        return new FiledEvidence(
                rows.fileRow(index),
                new Sample(rows.id(index), rows.label(index)),
                new Evidence(rows.presentation(index), models, gates),
                NO_TIME);
    }

    /** The same row with a gate in force beside those that are. */
    FiledEvidence gated(Gate gate) {
        Set<Gate> gates = EnumSet.of(gate);
        gates.addAll(evidence.gates());
        return gated(gates);
    }

    /** The same row with exactly these gates in force. */
    FiledEvidence gated(Set<Gate> gates) {
        return new FiledEvidence(row, sample, new Evidence(evidence.presentation(), evidence.models(), gates), time);
    }
}
