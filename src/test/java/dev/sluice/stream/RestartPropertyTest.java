package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.Logits;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.spec.PairingSpec.StoreKind;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.io.File;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that matters lives in memory alone: a filter that is stopped after any record, and put together again from its
 * stores, goes on as if it had never stopped.
 */
class RestartPropertyTest {

    private static final int RECORDS = 1_200;
    private static final long MINUTE = 60_000;

    private final FakeRegistry registry = new FakeRegistry();
    private PipelineSpec spec = spec("");

    private static PipelineSpec spec(String more) {
        return PipelineLoader.parse(
                "{name: t, classes: 3, topics: {partitions: 1}, policy: {detector: predicted_neq_given,"
                        + " warmUp: {samples: 5, perClass: 0}}, learning: {window: {time: 2h}, maxAhead: 30}" + more
                        + "}",
                Map.of());
    }

    @ParameterizedTest
    @CsvSource({"21, judge, ignore", "22, expire, every", "23, judge, every", "24, judge, every"})
    void shouldGoOnAsIfNothingHadHappenedWithSeveralModelsAndPresentations(long seed, String onTimeout, String onRepeat)
            throws Exception {
        spec = spec(", models: [{id: main}, {id: side}], pairing: {onTimeout: " + onTimeout + ", onRepeat: " + onRepeat
                + "}");
        shouldGoOnAsIfNothingHadHappenedWhenItIsStoppedAnywhere(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void shouldGoOnAsIfNothingHadHappenedWhenItIsStoppedAnywhere(long seed) throws Exception {
        List<String> undisturbed = new Run(seed, 0).fates();
        assertThat(undisturbed).hasSizeGreaterThan(RECORDS / 2);
        assertThat(new Run(seed, 40).fates()).as("seed %s, now and then", seed).isEqualTo(undisturbed);
        assertThat(new Run(seed, 1).fates())
                .as("seed %s, after every record", seed)
                .isEqualTo(undisturbed);
    }

    /** Like the real client, which all tasks of a process share: what was asked once is known. */
    private record Known(Registry registry, Map<Integer, Schema> byId) implements Registry {
        Known(Registry registry) {
            this(registry, new HashMap<>());
        }

        @Override
        public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException, BadRecordException {
            Schema known = byId.get(id);
            if (known == null) {
                known = registry.schema(id);
                byId.put(id, known);
            }
            return known;
        }

        @Override
        public int register(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException {
            return registry.register(subject, schema);
        }

        @Override
        public int id(String subject, Schema schema) throws RegistryUnavailableException, UnknownSchemaException {
            return registry.id(subject, schema);
        }
    }

    /** One filter over one stream, put together anew after about every so many records. */
    private final class Run {
        private final Random stream;
        private final Random stops = new Random(5);
        private final SnapshotFeed snapshots = new SnapshotFeed();
        private final PolicyFeed policies = new PolicyFeed();
        private final FilterPlan plan;
        private final List<StateStore> stores = new ArrayList<>();
        private final MockProcessorContext<byte[], byte[]> context = context();
        private final long[] offsets = new long[2];
        private final RecordEncoder<Sample> samples;
        private final RecordEncoder<Logits> scores;
        private long wallClock = T0 + 100 * 60 * MINUTE;
        private FilterProcessor filter;

        Run(long seed, int every) throws Exception {
            stream = new Random(seed);
            samples = new RecordEncoder<>(
                    registry.register("t.samples-value", Sample.getClassSchema()), Sample.getClassSchema());
            scores = new RecordEncoder<>(
                    registry.register("t.logits-value", Logits.getClassSchema()), Logits.getClassSchema());
            plan = new FilterPlan(
                    spec,
                    1,
                    new Known(registry),
                    OutputSchemas.register(registry, spec),
                    snapshots,
                    policies,
                    () -> wallClock);
            for (StoreBuilder<?> store : List.of(
                    Stores.entries(StoreKind.MEMORY),
                    Stores.parked(StoreKind.MEMORY),
                    Stores.cached(Stores.TALLY),
                    Stores.cached(Stores.SAMPLE),
                    Stores.cached(Stores.LEDGER))) {
                StateStore built =
                        store.withLoggingDisabled().withCachingDisabled().build();
                built.init(context.getStateStoreContext(), built);
                context.addStateStore(built);
                stores.add(built);
            }
            start();
            policies.offer(spec.policy().toPolicy(1, spec.classes()));
            long now = 0;
            for (int i = 0; i < RECORDS; i++) {
                now += stream.nextInt(40) == 0 ? 15 * MINUTE : stream.nextInt(10_000);
                step(now, i);
                if (every > 0 && stops.nextInt(every) == 0) {
                    start();
                }
            }
            registry.down(false);
            for (int i = 0; i < 10; i++) {
                wallClock += 3_000;
                beat();
            }
            tick(Side.SAMPLES, now + 60 * MINUTE);
            tick(Side.LOGITS, now + 60 * MINUTE);
            beat();
        }

        private void start() {
            filter = new FilterProcessor(plan);
            filter.init(context);
        }

        private void beat() {
            context.scheduledPunctuators()
                    .get(context.scheduledPunctuators().size() - 1)
                    .getPunctuator()
                    .punctuate(wallClock);
        }

        private void step(long now, int i) throws Exception {
            String id = "s" + stream.nextInt(RECORDS / 3);
            long at = T0 + now - stream.nextInt(5 * (int) MINUTE) - (stream.nextInt(25) == 0 ? 20 * MINUTE : 0);
            int label = stream.nextInt(3);
            float[] values = {stream.nextFloat(), stream.nextFloat(), stream.nextFloat()};
            int what = stream.nextInt(100);
            if (i % 40 == 39) {
                snapshots.offer(frozen());
            } else if (what < 2) {
                // Long enough apart that a registry that is asked late or early answers the same.
                registry.down(true);
                pipe(
                        Side.SAMPLES,
                        id,
                        newSchema(samples.encode(sample(id).label(label).record())),
                        at);
            } else if (what < 4) {
                registry.down(false);
                for (int k = 0; k < 4; k++) {
                    wallClock += 3_000;
                    beat();
                }
            } else if (what < 8) {
                wallClock += 50;
                beat();
            } else if (what < 10) {
                pipe(Side.LOGITS, id, new byte[] {1, 2}, at);
            } else if (what < 55) {
                pipe(Side.SAMPLES, id, samples.encode(sample(id).label(label).record()), at);
            } else {
                Given.LogitsBuilder row = logits(id).values(values);
                if (spec.models().size() > 1) {
                    row.model(stream.nextBoolean() ? "main" : "side", "1")
                            .showing(stream.nextInt(4) == 0 ? stream.nextInt(3) : 0);
                }
                pipe(Side.LOGITS, id, scores.encode(row.record()), at);
            }
        }

        private byte[] newSchema(byte[] value) throws Exception {
            Schema ours = Sample.getClassSchema();
            List<Schema.Field> fields = new ArrayList<>();
            ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
            fields.add(new Schema.Field("more" + stream.nextInt(1_000_000), Schema.create(Schema.Type.INT), "", 0));
            Schema newer = Schema.createRecord(ours.getName(), "", ours.getNamespace(), false, fields);
            registry.down(false);
            int id = registry.register("t.samples-value", newer);
            registry.down(true);
            byte[] longer = Arrays.copyOf(value, value.length + 1);
            ByteBuffer.wrap(longer).putInt(1, id);
            return longer;
        }

        /** What a learner would freeze that is always up to date. */
        private Snapshot frozen() {
            KeyValueStore<byte[], byte[]> store = context.getStateStore(Stores.TALLY);
            TallyBook book = new TallyBook(store, 1, plan.window());
            book.restore();
            Map<TallyKey, TallyRow> rows = book.takeChanges();
            byte[] kept = context.<KeyValueStore<byte[], byte[]>>getStateStore(Stores.LEDGER)
                    .get(Stores.LEDGER_KEY);
            Ledger ledger = kept == null ? new Ledger() : LedgerCodec.decode(kept);
            long sequence = snapshots.newest() == null
                    ? 1
                    : snapshots.newest().version().sequence() + 1;
            return SnapshotLearner.freeze(
                    new SnapshotVersion(1, sequence),
                    3,
                    spec.classes().hash(),
                    List.of(new Coverage(0, ledger.arrived, ledger.judged)),
                    rows,
                    rows.keySet().stream().map(TallyKey::model).distinct().toList());
        }

        private void pipe(Side side, String id, byte[] value, long time) {
            context.setRecordMetadata(plan.topic(side), 0, offsets[side.ordinal()]++);
            filter.process(new Record<>(FilterHarness.key(id), value, time, new RecordHeaders()));
        }

        private void tick(Side side, long time) {
            context.setRecordMetadata(plan.topic(side), 0, offsets[side.ordinal()]++);
            RecordHeaders header = new RecordHeaders();
            header.add(Tick.HEADER, Tick.value(T0 + time));
            filter.process(new Record<>(null, new byte[0], T0, header));
        }

        /** Every output but the tallies, whole, and the ledger; sorted, as rows that end in one sweep have no order. */
        private List<String> fates() throws Exception {
            List<String> fates = new ArrayList<>();
            for (var out : context.forwarded()) {
                String sink = out.childName().orElseThrow();
                byte[] value = (byte[]) out.record().value();
                switch (sink) {
                    case Outputs.CLEAN ->
                        fates.add(read(value, CleanSample.class).toString());
                    case Outputs.QUARANTINE ->
                        fates.add(read(value, QuarantinedSample.class).toString());
                    case Outputs.LEFTOVERS ->
                        fates.add(read(value, Leftover.class).toString());
                    case Outputs.LETTERS ->
                        fates.add(new String(out.record()
                                .headers()
                                .lastHeader(Outputs.DETAIL)
                                .value()));
                    default -> assertThat(sink).isEqualTo(Outputs.TALLIES);
                }
            }
            byte[] kept = context.<KeyValueStore<byte[], byte[]>>getStateStore(Stores.LEDGER)
                    .get(Stores.LEDGER_KEY);
            fates.add("ledger " + HexFormat.of().formatHex(kept));
            assertThat(LedgerCodec.decode(kept).parked()).isZero();
            assertThat(LedgerCodec.decode(kept).samplesOutOfBalance()).isZero();
            fates.sort(null);
            return fates;
        }

        private <T extends SpecificRecord> T read(byte[] value, Class<T> type) throws Exception {
            return new RecordDecoder<>(registry, type).decode(value);
        }

        private MockProcessorContext<byte[], byte[]> context() {
            MockProcessorContext<byte[], byte[]> context =
                    new MockProcessorContext<>(new Properties(), new TaskId(0, 0), new File("."));
            context.setCurrentSystemTimeMs(T0);
            return context;
        }
    }
}
