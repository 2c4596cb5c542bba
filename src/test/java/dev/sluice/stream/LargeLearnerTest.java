package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.Snapshot;
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

/** The learner with 10,000 classes: what it costs to keep, to freeze, and to publish. */
class LargeLearnerTest {

    private static final int CLASSES = 10_000;
    private static final int PARTITIONS = 4;
    private static final int CELLS = Integer.getInteger("cells", 20);
    private static final int BATCH = 1_000;
    private static final int ROUNDS = 10;

    private final ControlCodec<dev.sluice.avro.TallyRow> codec = new ControlCodec<>(dev.sluice.avro.TallyRow.class);
    private final Random random = new Random(11);
    private final Map<Integer, TreeMap<TallyKey, TallyRow>> rows = new TreeMap<>();
    private final long[] arrived = new long[PARTITIONS];

    @Test
    void shouldStaySparseAndQuick() {
        PipelineSpec spec = PipelineLoader.parse(
                "{name: k, classes: " + CLASSES + ", topics: {partitions: " + PARTITIONS
                        + "}, learning: {snapshotEvery: {records: " + BATCH + ", time: 1h}}}",
                Map.of());
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "k");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        for (int p = 0; p < PARTITIONS; p++) {
            rows.put(p, new TreeMap<>());
            for (int i = 0; i < CLASSES * (CELLS + 5) / PARTITIONS; i++) {
                count(p);
            }
        }
        long before = used();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                LearnerTopology.build(new LearnerPlan(spec, 1, null, null, false, "test")), settings, Instant.now())) {
            driver.advanceWallClockTime(Duration.ofMillis(50));
            TestInputTopic<byte[], byte[]> tallies =
                    driver.createInputTopic(spec.talliesTopic(), new ByteArraySerializer(), new ByteArraySerializer());
            TestOutputTopic<byte[], byte[]> snapshots = driver.createOutputTopic(
                    spec.snapshotsTopic(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            SnapshotFeed feed = new SnapshotFeed();
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int p = 0; p < PARTITIONS; p++) {
                    TreeMap<TallyKey, TallyRow> changed = rows.get(p);
                    if (round > 0) {
                        changed = new TreeMap<>();
                        for (int i = 0; i < BATCH / PARTITIONS; i++) {
                            TallyKey key = count(p);
                            changed.put(key, rows.get(p).get(key));
                        }
                    }
                    final int partition = p;
                    changed.forEach((key, row) -> tallies.pipeInput(
                            ControlKeys.tally(1, partition, key).getBytes(StandardCharsets.UTF_8),
                            codec.encode(TallyRecords.toAvro(1, partition, key, row))));
                    if (p == PARTITIONS - 1) {
                        System.out.printf("rows %d ms%n", (System.nanoTime() - start) / 1_000_000);
                    }
                    tallies.pipeInput(
                            ControlKeys.tallyEnd(1, p).getBytes(StandardCharsets.UTF_8),
                            codec.encode(TallyRecords.end(1, p, arrived[p], arrived[p])));
                }
                long took = (System.nanoTime() - start) / 1_000_000;
                List<TestRecord<byte[], byte[]>> records = snapshots.readRecordsToList();
                long bytes = records.stream().mapToLong(r -> r.value().length).sum();
                start = System.nanoTime();
                records.forEach(r -> feed.take(new String(r.key(), StandardCharsets.UTF_8), r.value()));
                Snapshot newest = feed.newest();
                System.out.printf(
                        "round %d: %d ms, %d messages, %d bytes, adopt %d ms, %d cells %s%n",
                        round,
                        took,
                        records.size(),
                        bytes,
                        (System.nanoTime() - start) / 1_000_000,
                        newest.models().get(0).confidentJoint().counts().length,
                        newest.version());
            }
            System.out.printf("retained %d MB%n", (used() - before) >> 20);
            assertThat(feed.newest()).isNotNull();
        }
    }

    private TallyKey count(int partition) {
        TallyKey key = new TallyKey(0, WideSnapshots.MODEL, random.nextInt(CLASSES));
        TallyRow row = rows.get(partition).computeIfAbsent(key, k -> new TallyRow());
        row.add(random.nextDouble());
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
