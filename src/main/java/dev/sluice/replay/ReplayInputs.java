package dev.sluice.replay;

import dev.sluice.avro.Registry;
import dev.sluice.judge.Evidence;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.function.BiConsumer;

/** Where a replay reads: the topics of a pipeline. */
record ReplayInputs(Connection connection, Registry registry, PipelineSpec spec) {

    /** The logits of decided rows, by the offsets that the decisions name. */
    RecordedEvidence<DecidedRow> evidence(BiConsumer<DecidedRow, Evidence> each) {
        return new RecordedEvidence<>(
                connection,
                registry,
                spec,
                DecidedRow::decision,
                row -> row.record().serializedValueSize(),
                each);
    }
}
