package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.Logits;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Filter and learner of one partition in the test driver, with what goes between them shuttled by hand, so that a test
 * decides when the learner sees a tally and when the filter sees a snapshot.
 */
final class FilterHarness implements AutoCloseable {

    final FakeRegistry registry = new FakeRegistry();
    final PipelineSpec spec;
    final SnapshotFeed snapshots = new SnapshotFeed();
    final PolicyFeed policies = new PolicyFeed();
    final GuardWatch guards;
    final TopologyTestDriver filter;
    final TopologyTestDriver learner;
    private final RecordEncoder<Sample> sampleWriter;
    private final RecordEncoder<Logits> logitsWriter;
    /** A day after the stream, so that no event time of a test lies in the future. */
    private long wallClock = T0 + Duration.ofDays(1).toMillis();

    FilterHarness(String yaml, Map<String, String> sets) {
        this(yaml, sets, registry -> registry);
    }

    /** @param edge what stands between the filter and the registry that holds the schemas */
    FilterHarness(String yaml, Map<String, String> sets, UnaryOperator<Registry> edge) {
        this(yaml, sets, edge, null);
    }

    /** @param scorer the model, where the file names one */
    FilterHarness(String yaml, Map<String, String> sets, UnaryOperator<Registry> edge, Scorer scorer) {
        spec = PipelineLoader.parse(
                "name: t\ntopics: {samples: t.samples, logits: t.logits, partitions: 1}\n" + yaml, sets);
        try {
            sampleWriter = new RecordEncoder<>(
                    registry.register("t.samples-value", Sample.getClassSchema()), Sample.getClassSchema());
            logitsWriter = new RecordEncoder<>(
                    registry.register("t.logits-value", Logits.getClassSchema()), Logits.getClassSchema());
            snapshots.expect(spec);
            FilterPlan plan = new FilterPlan(
                            spec,
                            1,
                            edge.apply(registry),
                            OutputSchemas.register(registry, spec),
                            snapshots,
                            policies,
                            () -> wallClock)
                    .with(scorer);
            guards = plan.guards();
            filter = new TopologyTestDriver(FilterTopology.build(plan), settings("t"), Instant.ofEpochMilli(wallClock));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
        LearnerPlan learnerPlan = new LearnerPlan(spec, 1, null, null, false, "test");
        learner = new TopologyTestDriver(
                LearnerTopology.build(learnerPlan), settings("t-learner"), Instant.ofEpochMilli(wallClock));
        learner.advanceWallClockTime(Duration.ofMillis(50));
        shuttle();
    }

    static FilterHarness of(String yaml) {
        return new FilterHarness(yaml, Map.of());
    }

    private static Properties settings(String id) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, id);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        return settings;
    }

    FilterHarness pipe(Given.SampleBuilder... builders) {
        for (Given.SampleBuilder builder : builders) {
            raw(
                    Side.SAMPLES,
                    key(builder.id),
                    sampleWriter.encode(builder.record()),
                    builder.time,
                    new RecordHeaders());
        }
        return this;
    }

    FilterHarness pipe(Given.LogitsBuilder... builders) {
        for (Given.LogitsBuilder builder : builders) {
            raw(Side.LOGITS, key(builder.id), logitsWriter.encode(builder.record()), builder.time, new RecordHeaders());
        }
        return this;
    }

    byte[] encode(Given.SampleBuilder builder) {
        return sampleWriter.encode(builder.record());
    }

    byte[] encode(Given.LogitsBuilder builder) {
        return logitsWriter.encode(builder.record());
    }

    /** Logits as a newer producer writes them, with a field that we do not know and a schema that nobody has asked for. */
    byte[] encodeWithNewSchema(Given.LogitsBuilder builder) {
        Schema ours = Logits.getClassSchema();
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : ours.getFields()) {
            fields.add(new Schema.Field(field, field.schema()));
        }
        fields.add(new Schema.Field("host", Schema.create(Schema.Type.STRING), "", ""));
        Schema newer = Schema.createRecord(ours.getName(), "", ours.getNamespace(), false, fields);
        byte[] body = logitsWriter.encode(builder.record());
        byte[] host = {2, 'h'};
        try {
            return ByteBuffer.allocate(body.length + host.length)
                    .put(body)
                    .put(host)
                    .putInt(1, registry.register("t.logits-value", newer))
                    .array();
        } catch (RegistryUnavailableException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    FilterHarness raw(Side side, byte[] key, byte[] value, long time, Headers headers) {
        String topic =
                side == Side.SAMPLES ? spec.topics().samples() : spec.topics().logits();
        input(filter, topic).pipeInput(new TestRecord<>(key, value, headers, time));
        return this;
    }

    /** Ticks on both topics, at the given time after the start. */
    FilterHarness tick(long afterStart) {
        for (Side side : Side.values()) {
            Headers headers = new RecordHeaders().add(Tick.HEADER, Tick.value(T0 + afterStart));
            raw(side, null, new byte[0], T0, headers);
        }
        return this;
    }

    /** Tallies to the learner, what it freezes to the filter, until nothing moves. */
    FilterHarness shuttle() {
        boolean moved = true;
        while (moved) {
            moved = carry(filter, spec.talliesTopic(), learner);
            moved |= carry(learner, spec.snapshotsTopic(), filter);
            moved |= carry(learner, spec.policiesTopic(), filter);
        }
        return this;
    }

    /** What opens a generation, to both applications. */
    FilterHarness open(int generation, PipelineSpec by) {
        return open(Generation.opening(generation, by), by);
    }

    /** The same with a first snapshot that may know something. */
    FilterHarness open(dev.sluice.noise.Snapshot opening, PipelineSpec by) {
        for (ProducerRecord<byte[], byte[]> record : Generation.openingRecords(opening, by)) {
            TopologyTestDriver to = record.topic().equals(spec.talliesTopic()) ? learner : filter;
            input(to, record.topic()).pipeInput(record.key(), record.value());
        }
        return this;
    }

    private static boolean carry(TopologyTestDriver from, String topic, TopologyTestDriver to) {
        List<TestRecord<byte[], byte[]>> records = drain(from, topic);
        records.forEach(record -> input(to, topic).pipeInput(record));
        return !records.isEmpty();
    }

    /** Lets wall-clock time pass in both applications. */
    FilterHarness pass(Duration time) {
        wallClock += time.toMillis();
        filter.advanceWallClockTime(time);
        learner.advanceWallClockTime(time);
        return this;
    }

    List<CleanSample> clean() {
        return read(spec.cleanTopic(), CleanSample.class);
    }

    List<QuarantinedSample> quarantine() {
        return read(spec.quarantineTopic(), QuarantinedSample.class);
    }

    List<Decision> decisions() {
        return read(spec.decisionsTopic(), Decision.class);
    }

    List<Leftover> leftovers() {
        return read(spec.leftoversTopic(), Leftover.class);
    }

    List<TestRecord<byte[], byte[]>> letters() {
        return drain(filter, spec.deadLettersTopic());
    }

    /** What the repartitioning has sent on. */
    List<TestRecord<byte[], byte[]>> internal(Side side) {
        return drain(filter, Repartitioning.topic("t", side));
    }

    static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    Ledger ledger() {
        KeyValueStore<byte[], byte[]> store = filter.getKeyValueStore(Stores.LEDGER);
        return LedgerCodec.decode(store.get(Stores.LEDGER_KEY));
    }

    private <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        RecordDecoder<T> decoder = new RecordDecoder<>(registry, type);
        List<T> rows = new ArrayList<>();
        for (TestRecord<byte[], byte[]> record : drain(filter, topic)) {
            try {
                rows.add(decoder.decode(record.value()));
            } catch (Exception unreadable) {
                throw new AssertionError("an output that cannot be read", unreadable);
            }
        }
        return rows;
    }

    private static List<TestRecord<byte[], byte[]>> drain(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    static byte[] key(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        filter.close();
        learner.close();
    }
}
