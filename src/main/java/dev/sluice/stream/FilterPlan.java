package dev.sluice.stream;

import dev.sluice.avro.Registry;
import dev.sluice.noise.Window;
import dev.sluice.spec.PipelineSpec;
import java.util.function.LongSupplier;

/**
 * Everything that the tasks of one running filter share. The topology is a function of this and nothing else.
 *
 * @param spec what the person asked for
 * @param generation life of the learnt state
 * @param registry where writer schemas are looked up
 * @param schemas ids of the schemas that we write with, resolved before the start, so that output never needs the registry
 * @param snapshots the newest snapshot
 * @param policies the policy in force
 * @param wallClock milliseconds since the epoch; only for stamps of letters, refused future stamps and retries
 */
record FilterPlan(
        PipelineSpec spec,
        int generation,
        Registry registry,
        OutputSchemas schemas,
        SnapshotFeed snapshots,
        PolicyFeed policies,
        LongSupplier wallClock) {

    Window window() {
        return spec.learning().window().toWindow(spec.topics().partitions());
    }

    long waitMillis() {
        return spec.pairing().waiting().toMillis();
    }

    long rememberMillis() {
        return spec.pairing().remember().toMillis();
    }

    String topic(Side side) {
        return side == Side.SAMPLES ? spec.topics().samples() : spec.topics().logits();
    }
}
