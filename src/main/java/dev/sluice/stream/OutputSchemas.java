package dev.sluice.stream;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.Logits;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordSchemas;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.spec.PipelineSpec;

/**
 * Registry ids of the schemas that the filter writes with.
 *
 * @param clean of CleanSample
 * @param quarantine of QuarantinedSample
 * @param leftover of Leftover
 * @param decision of Decision
 * @param logits of Logits, which only a scorer writes; 0 without one
 */
record OutputSchemas(int clean, int quarantine, int leftover, int decision, int logits) {

    OutputSchemas(int clean, int quarantine, int leftover, int decision) {
        this(clean, quarantine, leftover, decision, 0);
    }

    /** Registers (or looks up) all of them under {@code <topic>-value}. */
    static OutputSchemas register(Registry registry, PipelineSpec spec)
            throws RegistryUnavailableException, SchemaRefusedException {
        return new OutputSchemas(
                registry.register(spec.cleanTopic() + "-value", RecordSchemas.of(CleanSample.class)),
                registry.register(spec.quarantineTopic() + "-value", RecordSchemas.of(QuarantinedSample.class)),
                registry.register(spec.leftoversTopic() + "-value", RecordSchemas.of(Leftover.class)),
                registry.register(spec.decisionsTopic() + "-value", RecordSchemas.of(Decision.class)),
                spec.scorer().isEmpty()
                        ? 0
                        : registry.register(spec.topics().logits() + "-value", RecordSchemas.of(Logits.class)));
    }
}
