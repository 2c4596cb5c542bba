package dev.sluice.stream;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.QuarantinedSample;
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
 */
record OutputSchemas(int clean, int quarantine, int leftover, int decision) {

    /** Registers (or looks up) all of them under {@code <topic>-value}. */
    static OutputSchemas register(Registry registry, PipelineSpec spec)
            throws RegistryUnavailableException, SchemaRefusedException {
        return new OutputSchemas(
                registry.register(spec.cleanTopic() + "-value", CleanSample.getClassSchema()),
                registry.register(spec.quarantineTopic() + "-value", QuarantinedSample.getClassSchema()),
                registry.register(spec.leftoversTopic() + "-value", Leftover.getClassSchema()),
                registry.register(spec.decisionsTopic() + "-value", Decision.getClassSchema()));
    }
}
