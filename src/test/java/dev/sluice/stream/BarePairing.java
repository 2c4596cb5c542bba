package dev.sluice.stream;

import dev.sluice.avro.Decision;
import dev.sluice.avro.DecisionRecords;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Logits;
import dev.sluice.avro.Origin;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordBody;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.RoutedRows;
import dev.sluice.avro.Sample;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SnapshotVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The least that anybody would write to bring two topics together: decode, look up, keep or forward, remember. With the
 * filter's own decoders, store format, memory of decided ids and output bytes, but without rules, clock, ledger, learning
 * and judging. What the filter costs beyond this is the price of what it is for.
 */
final class BarePairing implements Processor<byte[], byte[], byte[], byte[]> {

    private final FilterPlan plan;
    private final RecordBody<Sample> bodies = new RecordBody<>(Sample.class);
    private final RecordDecoder<Sample> samples;
    private final RecordDecoder<Logits> logits;
    private final RoutedRows rows;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<String, byte[]> store;
    private long sequence;

    private BarePairing(FilterPlan plan) {
        this.plan = plan;
        this.samples = new RecordDecoder<>(plan.registry(), Sample.class);
        this.logits = new RecordDecoder<>(plan.registry(), Logits.class);
        this.rows = new RoutedRows(plan.schemas().clean(), plan.schemas().quarantine());
    }

    static Topology topology(FilterPlan plan) {
        ByteArrayDeserializer in = new ByteArrayDeserializer();
        ByteArraySerializer out = new ByteArraySerializer();
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), "samples", in, in, plan.topic(Side.SAMPLES))
                .addSource(AutoOffsetReset.earliest(), "logits", in, in, plan.topic(Side.LOGITS))
                .addProcessor("pair", () -> new BarePairing(plan), "samples", "logits")
                .addStateStore(Stores.entries(plan.spec().pairing().store()), "pair")
                .addSink("clean", plan.spec().cleanTopic(), out, out, "pair");
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(Stores.ENTRIES);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (Tick.time(record.headers()).isPresent()) {
            return;
        }
        try {
            RecordMetadata place = context.recordMetadata().orElseThrow();
            String id = new String(record.key(), StandardCharsets.UTF_8);
            byte[] known = store.get(id);
            Entry entry = known == null ? null : EntryCodec.decode(known);
            if (place.topic().equals(plan.topic(Side.SAMPLES))) {
                Sample sample = samples.decode(record.value());
                PendingSample pending = new PendingSample(
                        sample.getLabel(),
                        place.partition(),
                        place.offset(),
                        record.timestamp(),
                        bodies.encode(sample));
                if (entry != null && !entry.waiting().isEmpty()) {
                    forward(id, pending, entry.waiting().get(0));
                } else {
                    store.put(id, EntryCodec.encode(Entry.NEW.with(pending)));
                }
            } else {
                Logits row = logits.decode(record.value());
                PendingLogits pending = new PendingLogits(
                        new ModelKey(row.getModelId(), row.getModelVersion()),
                        PrimitiveLists.floats(row.getLogits()),
                        row.getOutOfSample(),
                        row.getPresentation(),
                        place.partition(),
                        place.offset(),
                        record.timestamp());
                if (entry != null && entry.sample() != null) {
                    forward(id, entry.sample(), pending);
                } else {
                    store.put(id, EntryCodec.encode(Entry.NEW.with(pending)));
                }
            }
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private void forward(String id, PendingSample sample, PendingLogits logits) {
        long time = Math.max(sample.time(), logits.time());
        dev.sluice.judge.Decision verdict = new dev.sluice.judge.Decision(
                Route.CLEAN,
                1,
                .5,
                sample.label(),
                sample.label(),
                Collections.unmodifiableSortedSet(new TreeSet<>()),
                Set.of(),
                new SnapshotVersion(1, 100),
                1);
        EvidenceRef seen = new EvidenceRef(
                logits.model().id(),
                logits.model().version(),
                logits.offset(),
                logits.time(),
                logits.outOfSample(),
                null);
        Decision decision = DecisionRecords.toAvro(
                new DecisionRecords.Unit(id, logits.presentation(), false),
                verdict,
                new DecisionRecords.Hashes("0123456789abcdef", "0123456789abcdef", "0123456789abcdef"),
                new DecisionRecords.Place(
                        context.taskId().partition(), ++sequence, sample.partition(), sample.offset(), sample.time()),
                List.of(seen),
                List.of());
        byte[] row = rows.clean(sample.body(), sample.label(), 1, Origin.LIVE, decision);
        store.put(id, EntryCodec.encode(Entry.decided(time, logits.presentation())));
        context.forward(new Record<>(id.getBytes(StandardCharsets.UTF_8), row, time));
    }
}
