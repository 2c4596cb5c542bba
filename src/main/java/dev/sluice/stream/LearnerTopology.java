package dev.sluice.stream;

import dev.sluice.spec.PipelineSpec;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * The learner application: one task, since merging needs every partition. Apart from the filter, because under exactly-once
 * a thread has one producer, and a slow freeze must not hold the filter's transactions.
 */
public final class LearnerTopology {

    private static final String LEARNER = "learner";

    private LearnerTopology() {}

    static Topology build(LearnerPlan plan) {
        PipelineSpec spec = plan.spec();
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        Topology topology = new Topology();
        topology.addSource(AutoOffsetReset.earliest(), "from-tallies", in, in, spec.talliesTopic());
        topology.addProcessor(LEARNER, () -> new LearnerProcessor(plan), "from-tallies");
        topology.addStateStore(Stores.cached(Stores.LEARNER), LEARNER);
        topology.addSink(LearnerProcessor.SNAPSHOTS, spec.snapshotsTopic(), out, out, LEARNER);
        topology.addSink(LearnerProcessor.POLICIES, spec.policiesTopic(), out, out, LEARNER);
        return topology;
    }

    /** The topology as it would run, for describing it. */
    public static Topology describe(PipelineSpec spec) {
        return build(new LearnerPlan(spec, 1, null, null, false, "describe"));
    }
}
