package dev.sluice.stream;

import dev.sluice.avro.Registry;
import dev.sluice.noise.Window;
import dev.sluice.spec.PipelineSpec;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.header.Headers;

/**
 * Everything that the tasks of one running filter share. The topology is a function of this and nothing else.
 *
 * @param spec what the person asked for
 * @param generation life of the learnt state
 * @param registry where writer schemas are looked up
 * @param schemas ids of the schemas that we write with, resolved before the start, so that output never needs the registry
 * @param snapshots the newest snapshot
 * @param policies the policy in force
 * @param guards what the guard rails do, to be watched
 * @param sources partitions of the samples topic and of the logits topic
 * @param wallClock milliseconds since the epoch; only for stamps of letters, refused future stamps, retries, and the
 *     gate of a learner that stands still
 * @param scorer scores samples that come without logits; null where the file names none
 */
record FilterPlan(
        PipelineSpec spec,
        int generation,
        Registry registry,
        OutputSchemas schemas,
        SnapshotFeed snapshots,
        PolicyFeed policies,
        GuardWatch guards,
        Sources sources,
        LongSupplier wallClock,
        Scorer scorer) {

    /** How many partitions each input has; without repartitioning as many as the file says. */
    record Sources(int samples, int logits) {}

    FilterPlan(
            PipelineSpec spec,
            int generation,
            Registry registry,
            OutputSchemas schemas,
            SnapshotFeed snapshots,
            PolicyFeed policies,
            LongSupplier wallClock) {
        this(
                spec,
                generation,
                registry,
                schemas,
                snapshots,
                policies,
                new GuardWatch(spec.classes()),
                new Sources(spec.topics().partitions(), spec.topics().partitions()),
                wallClock,
                null);
    }

    /** The same plan with a scorer, which the file must name. */
    FilterPlan with(Scorer model) {
        return new FilterPlan(
                spec, generation, registry, schemas, snapshots, policies, guards, sources, wallClock, model);
    }

    boolean repartitions() {
        return spec.topics().repartition();
    }

    /** The tick in a record of an input; one from the far future is none, as it would expire everything, for ever. */
    OptionalLong tick(Headers headers) {
        long latest = wallClock.getAsLong() + spec.pairing().futureTolerance().toMillis() + waitMillis() + 1;
        OptionalLong tick = Tick.time(headers);
        return tick.isPresent() && tick.getAsLong() <= latest ? tick : OptionalLong.empty();
    }

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
