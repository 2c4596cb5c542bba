package dev.sluice.stream;

import dev.sluice.spec.PipelineSpec;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The filter application. Inputs and outputs are bytes: decoding is a step of its own, with three outcomes, and encoding
 * uses schema ids that were resolved at the start, so neither can make a thread die of an outage.
 */
public final class FilterTopology {

    private static final String FILTER = "filter";

    private FilterTopology() {}

    static Topology build(FilterPlan plan) {
        PipelineSpec spec = plan.spec();
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        TimestampExtractor timestamps =
                new InputTimestamps(spec.pairing().futureTolerance().toMillis(), plan.wallClock());
        Topology topology;
        if (plan.repartitions()) {
            StreamsBuilder builder = new StreamsBuilder();
            byId(builder, plan, timestamps, "from-samples", spec.topics().samples(), Repartitioning.SAMPLES_BY_ID);
            byId(builder, plan, timestamps, "from-logits", spec.topics().logits(), Repartitioning.LOGITS_BY_ID);
            topology = builder.build();
            topology.addProcessor(
                    FILTER,
                    () -> new FilterProcessor(plan),
                    source(Repartitioning.SAMPLES_BY_ID),
                    source(Repartitioning.LOGITS_BY_ID));
            topology.addStateStore(Stores.cached(Stores.CLOCKS), FILTER);
        } else {
            topology = new Topology();
            AutoOffsetReset earliest = AutoOffsetReset.earliest();
            topology.addSource(
                    earliest,
                    "from-samples",
                    timestamps,
                    bytes,
                    bytes,
                    spec.topics().samples());
            topology.addSource(
                    earliest,
                    "from-logits",
                    timestamps,
                    bytes,
                    bytes,
                    spec.topics().logits());
            topology.addProcessor(FILTER, () -> new FilterProcessor(plan), "from-samples", "from-logits");
        }
        topology.addStateStore(Stores.entries(spec.pairing().store()), FILTER);
        topology.addStateStore(Stores.parked(spec.pairing().store()), FILTER);
        topology.addStateStore(Stores.cached(Stores.TALLY), FILTER);
        topology.addStateStore(Stores.cached(Stores.SAMPLE), FILTER);
        topology.addStateStore(Stores.cached(Stores.LEDGER), FILTER);
        sink(topology, Outputs.CLEAN, spec.cleanTopic());
        sink(topology, Outputs.QUARANTINE, spec.quarantineTopic());
        sink(topology, Outputs.LEFTOVERS, spec.leftoversTopic());
        sink(topology, Outputs.LETTERS, spec.deadLettersTopic());
        sink(topology, Outputs.TALLIES, spec.talliesTopic());
        if (spec.scorer().isPresent()) {
            topology.addStateStore(Stores.cached(Stores.SCORING), FILTER);
            sink(topology, Outputs.SCORES, spec.topics().logits());
        }
        if (spec.topics().decisions()) {
            sink(topology, Outputs.DECISIONS, spec.decisionsTopic());
        }
        topology.addGlobalStore(
                Stores.global(Stores.SNAPSHOTS),
                "from-snapshots",
                bytes,
                bytes,
                spec.snapshotsTopic(),
                "adopt-snapshot",
                () -> new SnapshotReader(plan.snapshots()));
        topology.addGlobalStore(
                Stores.global(Stores.POLICIES),
                "from-policies",
                bytes,
                bytes,
                spec.policiesTopic(),
                "adopt-policy",
                () -> new PolicyReader(plan.policies(), spec.classes()));
        return topology;
    }

    // Internal topics can only be had from the builder; what comes after them is put together by hand.
    private static void byId(
            StreamsBuilder builder,
            FilterPlan plan,
            TimestampExtractor timestamps,
            String name,
            String topic,
            String byId) {
        builder.stream(
                        topic,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray(), timestamps, AutoOffsetReset.earliest())
                                .withName(name))
                .process(() -> new Repartitioning(plan), Named.as("place-" + name.substring("from-".length())))
                .repartition(Repartitioned.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(byId)
                        .withNumberOfPartitions(plan.spec().topics().partitions()));
    }

    private static String source(String byId) {
        return byId + "-repartition-source";
    }

    /** The topology as it would run, for describing it; needs no broker and no registry. */
    public static Topology describe(PipelineSpec spec) {
        return build(new FilterPlan(
                spec, 1, null, new OutputSchemas(0, 0, 0, 0), new SnapshotFeed(), new PolicyFeed(), () -> 0));
    }

    private static void sink(Topology topology, String name, String topic) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        topology.addSink(name, topic, bytes, bytes, FILTER);
    }
}
