package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;

import dev.sluice.avro.Logits;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Sample;
import dev.sluice.spec.PairingSpec.StoreKind;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The filter of one partition over stores that outlive it, so that a test can start it again, also with another file. */
final class BareFilter {

    final FakeRegistry registry = new FakeRegistry();
    final SnapshotFeed snapshots = new SnapshotFeed();
    final PolicyFeed policies = new PolicyFeed();
    private final MockProcessorContext<byte[], byte[]> context =
            new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("."));
    private final RecordEncoder<Sample> samples;
    private final RecordEncoder<Logits> scores;
    private final long[] offsets = new long[2];
    private FilterPlan plan;
    private FilterProcessor filter;

    BareFilter(String yaml) throws Exception {
        samples = new RecordEncoder<>(
                registry.register("t.samples-value", Sample.getClassSchema()), Sample.getClassSchema());
        scores = new RecordEncoder<>(
                registry.register("t.logits-value", Logits.getClassSchema()), Logits.getClassSchema());
        context.setCurrentSystemTimeMs(T0);
        for (StoreBuilder<?> store : List.of(
                Stores.entries(StoreKind.MEMORY),
                Stores.parked(StoreKind.MEMORY),
                Stores.cached(Stores.TALLY),
                Stores.cached(Stores.SAMPLE),
                Stores.cached(Stores.SCORING),
                Stores.cached(Stores.LEDGER))) {
            StateStore built = store.withLoggingDisabled().withCachingDisabled().build();
            built.init(context.getStateStoreContext(), built);
            context.addStateStore(built);
        }
        start(yaml);
    }

    /** Starts it, or starts it again over the same stores, with what the file says now. */
    BareFilter start(String yaml) throws Exception {
        return start(yaml, null);
    }

    /** @param scorer the model, where the file names one */
    BareFilter start(String yaml, Scorer scorer) throws Exception {
        PipelineSpec spec = PipelineLoader.parse("name: t\nclasses: 3\ntopics: {partitions: 1}\n" + yaml, Map.of());
        plan = new FilterPlan(
                        spec,
                        1,
                        registry,
                        OutputSchemas.register(registry, spec),
                        snapshots,
                        policies,
                        () -> T0 + 1_000_000_000L)
                .with(scorer);
        policies.offer(spec.policy()
                .toPolicy(policies.newest() == null ? 1 : policies.newest().version() + 1, spec.classes()));
        filter = new FilterProcessor(plan);
        filter.init(context);
        return this;
    }

    BareFilter pipe(Given.SampleBuilder sample) {
        return process(Side.SAMPLES, FilterHarness.key(sample.id), samples.encode(sample.record()), sample.time);
    }

    BareFilter pipe(Given.LogitsBuilder... rows) {
        for (Given.LogitsBuilder row : rows) {
            process(Side.LOGITS, FilterHarness.key(row.id), scores.encode(row.record()), row.time);
        }
        return this;
    }

    private BareFilter process(Side side, byte[] key, byte[] value, long time) {
        context.setRecordMetadata(plan.topic(side), 0, offsets[side.ordinal()]++);
        filter.process(new Record<>(key, value, time, new RecordHeaders()));
        return this;
    }

    BareFilter tick(long afterStart) {
        for (Side side : Side.values()) {
            context.setRecordMetadata(plan.topic(side), 0, offsets[side.ordinal()]++);
            RecordHeaders headers = new RecordHeaders();
            headers.add(Tick.HEADER, Tick.value(T0 + afterStart));
            filter.process(new Record<>(null, new byte[0], T0, headers));
        }
        return this;
    }

    /** Values that were written to a sink, since the start of all. */
    List<byte[]> written(String sink) {
        return context.forwarded().stream()
                .filter(out -> out.childName().orElseThrow().equals(sink))
                .map(out -> (byte[]) out.record().value())
                .toList();
    }

    Ledger ledger() {
        KeyValueStore<byte[], byte[]> store = context.getStateStore(Stores.LEDGER);
        return LedgerCodec.decode(store.get(Stores.LEDGER_KEY));
    }

    Entry entry(String id) {
        KeyValueStore<String, byte[]> store = context.getStateStore(Stores.ENTRIES);
        byte[] bytes = store.get(id);
        return bytes == null ? Entry.NEW : EntryCodec.decode(bytes);
    }
}
