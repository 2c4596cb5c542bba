package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/**
 * The learner with 10,000 classes: what it keeps, freezes and publishes grows with the cells that are not zero, never
 * with K x K (which would be 800 MB of counts alone). More cells a class: {@code -Dcells=100}.
 */
class LargeLearnerTest {

    private static final int CLASSES = 10_000;
    private static final int PARTITIONS = 2;
    private static final int CELLS = Integer.getInteger("cells", 10);
    private static final int BATCH = 1_000;
    private static final int FREEZES = 3;

    /** Rows as objects and bytes, in the store and staged, and what the test driver keeps of the changelog. */
    private static final long BYTES_A_CELL = 300;

    private static final long BYTES_A_CLASS = 4_000;

    private final ControlCodec<dev.sluice.avro.TallyRow> codec = new ControlCodec<>(dev.sluice.avro.TallyRow.class);
    private final Random random = new Random(11);
    private final TreeMap<Integer, TreeMap<TallyKey, TallyRow>> partitions = new TreeMap<>();
    private final long[] arrived = new long[PARTITIONS];
    private final SnapshotFeed feed = new SnapshotFeed();
    private TestInputTopic<byte[], byte[]> tallies;

    @Test
    void shouldKeepAndFreezeWhatIsThereAndNotTheSquareOfTheClasses() {
        PipelineSpec spec = PipelineLoader.parse(
                "{name: k, classes: " + CLASSES + ", topics: {partitions: " + PARTITIONS
                        + "}, learning: {snapshotEvery: {records: " + BATCH + ", time: 1h}}}",
                Map.of());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            partitions.put(partition, new TreeMap<>());
            for (int i = 0; i < CLASSES * CELLS / PARTITIONS; i++) {
                count(partition);
            }
        }
        long before = used();
        try (TopologyTestDriver driver = driver(spec)) {
            tallies =
                    driver.createInputTopic(spec.talliesTopic(), new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<byte[], byte[]> snapshots = driver.createOutputTopic(
                    spec.snapshotsTopic(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            partitions.forEach(this::publish);
            adopt(snapshots.readRecordsToList());
            long start = System.nanoTime();
            int bytes = 0;
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                addABatch();
                bytes = adopt(snapshots.readRecordsToList());
            }
            long took = (System.nanoTime() - start) / 1_000_000 / FREEZES;
            long retained = used() - before;
            Snapshot newest = feed.newest();
            int cells = newest.models().get(0).confidentJoint().counts().length;
            System.out.printf(
                    "%d classes, %d cells: %d ms for each %d rows (tallies, freeze, chunks, adoption), a snapshot of %.1f"
                            + " MB, %.0f MB retained%n",
                    CLASSES, cells, took, BATCH, bytes / 1e6, retained / 1e6);
            assertThat(newest).isEqualTo(frozenAtOnce(spec, newest));
            assertThat(cells).isGreaterThan(CLASSES * CELLS / 2);
            assertThat(retained).isLessThan(BYTES_A_CELL * cells + BYTES_A_CLASS * CLASSES);
            assertThat(took)
                    .as("ms a freeze; below a second on a quiet machine")
                    .isLessThan(10_000);
        }
    }

    private Snapshot frozenAtOnce(PipelineSpec spec, Snapshot like) {
        TreeMap<TallyKey, TallyRow> merged = new TreeMap<>();
        partitions
                .values()
                .forEach(rows -> rows.forEach((key, row) ->
                        merged.computeIfAbsent(key, absent -> new TallyRow()).merge(row)));
        List<Coverage> coverage = partitions.keySet().stream()
                .map(partition -> new Coverage(partition, arrived[partition], arrived[partition]))
                .toList();
        return SnapshotLearner.freeze(
                like.version(), CLASSES, spec.classes().hash(), coverage, merged, List.of(WideSnapshots.MODEL));
    }

    private static TopologyTestDriver driver(PipelineSpec spec) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "k");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        TopologyTestDriver driver = new TopologyTestDriver(
                LearnerTopology.build(new LearnerPlan(spec, 1, null, null, false, "test")), settings, Instant.now());
        driver.advanceWallClockTime(Duration.ofMillis(50));
        return driver;
    }

    private void addABatch() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TreeMap<TallyKey, TallyRow> changed = new TreeMap<>();
            for (int i = 0; i < BATCH / PARTITIONS; i++) {
                TallyKey key = count(partition);
                changed.put(key, partitions.get(partition).get(key));
            }
            publish(partition, changed);
        }
    }

    private void publish(int partition, TreeMap<TallyKey, TallyRow> changed) {
        changed.forEach((key, row) ->
                send(ControlKeys.tally(1, partition, key), codec.encode(TallyRecords.toAvro(1, partition, key, row))));
        send(
                ControlKeys.tallyEnd(1, partition),
                codec.encode(TallyRecords.end(1, partition, arrived[partition], arrived[partition])));
    }

    private void send(String key, byte[] value) {
        assertThat(value.length).as("bytes of a tally row").isLessThan(10_000);
        tallies.pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
    }

    private int adopt(List<TestRecord<byte[], byte[]>> messages) {
        int bytes = 0;
        for (TestRecord<byte[], byte[]> message : messages) {
            assertThat(message.value().length).as("bytes of a message").isLessThan(300_000);
            bytes += message.value().length;
            feed.take(new String(message.key(), StandardCharsets.UTF_8), message.value());
        }
        return bytes;
    }

    private TallyKey count(int partition) {
        TallyKey key = new TallyKey(0, WideSnapshots.MODEL, random.nextInt(CLASSES));
        TallyRow row = partitions.get(partition).computeIfAbsent(key, first -> new TallyRow());
        row.add(random.nextDouble(), true);
        row.countJoint(random.nextInt(5) == 0 ? key.givenLabel() : random.nextInt(CLASSES));
        arrived[partition]++;
        return key;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
