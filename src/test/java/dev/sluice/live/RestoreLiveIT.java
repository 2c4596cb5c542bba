package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Logits;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.avro.Side;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.stream.Account;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.StoreDump;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance that loses its disk: Kafka gives back every byte of every store. */
class RestoreLiveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OLD = 1_500;
    private static final int HELD = 500;
    private static final int ALONE = 200;
    private static final int PARKED = 40;
    private static final int ALL = OLD + HELD + ALONE + PARKED;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    // an hour ago         now
    // 1500 pairs ........ 500 pairs, 200 samples alone, 200 logits alone, 40 samples that cannot be read yet
    // decided: their      pending: the warm-up holds   waiting for        parked
    // hold is over        them                         partners
    @ParameterizedTest
    @ValueSource(strings = {"memory", "rocksdb"})
    void shouldGiveBackEveryByteOfEveryStoreWhenTheStateDirectoryIsLost(String kind) throws Exception {
        GeneratedRows rows = new GeneratedRows(ALL, 10, 3);
        Live live = STACK.pipeline(
                "restored-" + kind,
                Map.of("pairing.store", kind, "policy.warmUp", "{samples: 1000000, perClass: 0, route: hold}"));
        Blind registry = new Blind(live.registry);
        Instant now = Instant.now();
        live.load(rows, IntStream.range(0, OLD).toArray(), now.minus(Duration.ofHours(1)), 1e9, false);
        live.load(rows, IntStream.range(OLD, OLD + HELD).toArray(), now, 1e9, false);
        live.write((writer, partitions) -> {
            for (int row = OLD + HELD; row < OLD + HELD + ALONE; row++) {
                writer.send(sample("alone-" + row, rows.label(row)), now.toEpochMilli());
                writer.send(logits("single-" + row, rows.logits(row)), now.toEpochMilli());
            }
        });
        parked(live, registry, rows, now);

        Path state = live.freshStateDir();
        Pipeline first = live.start(new Pipeline.Options(state, 2, false, "test"), registry);
        Map<String, String> before = restingStores(live, first);
        assertThat(count(before, "entries/")).isEqualTo(OLD + HELD + 2L * ALONE);
        assertThat(count(before, "parked/")).isEqualTo(PARKED);
        // Beside the account of each partition, its store holds what was decided of each class.
        assertThat(count(before, "ledger/")).isGreaterThan(4);
        assertThat(count(before, "tally/")).isPositive();
        assertThat(count(before, "learner/")).isPositive();
        assertThat(StoreDump.nativeBytes(first) > 0).as("RocksDB is at work").isEqualTo(kind.equals("rocksdb"));
        live.stop(first);
        // What is in memory leaves nothing behind when it is stopped; RocksDB leaves its files.
        assertThat(delete(state) > 0).as("files were lost").isEqualTo(kind.equals("rocksdb"));

        Pipeline second = live.start(new Pipeline.Options(state, 2, false, "test"), registry);
        Map<String, String> after = restingStores(live, second);

        assertThat(after).isEqualTo(before);
        assertThat(second.restored().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("records read back")
                .isGreaterThanOrEqualTo(before.size());
        registry.sees(true);
        live.tick(now);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Account account = live.account();
            assertThat(account.pending() + account.parked()).isZero();
            assertThat(account.clean()).isEqualTo(OLD + HELD);
            assertThat(account.leftovers()).isEqualTo(2L * ALONE + PARKED);
            assertThat(account.letters()).isZero();
        });
    }

    private static Map<String, String> restingStores(Live live, Pipeline instance) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            Account account = live.account();
            assertThat(account.pending()).isEqualTo(2L * HELD + 2L * ALONE);
            assertThat(account.parked()).isEqualTo(PARKED);
            assertThat(account.clean()).isEqualTo(OLD);
            assertThat(instance.snapshot().coverage().stream()
                            .mapToLong(part -> part.judged())
                            .sum())
                    .isEqualTo(OLD);
        });
        return StoreDump.of(instance, live.spec.topics().partitions());
    }

    private static long count(Map<String, String> dump, String store) {
        return dump.keySet().stream().filter(key -> key.startsWith(store)).count();
    }

    private static void parked(Live live, Blind registry, GeneratedRows rows, Instant now) throws Exception {
        Schema newer = newer();
        registry.unseen = live.registry.register(live.spec.topics().samples() + "-value", newer);
        live.write((writer, partitions) -> {
            for (int row = ALL - PARKED; row < ALL; row++) {
                Sample sample = sample("parked-" + row, rows.label(row));
                byte[] value = writer.encode(sample);
                byte[] longer = Arrays.copyOf(value, value.length + 1);
                ByteBuffer.wrap(longer).putInt(1, registry.unseen);
                writer.send(
                        Side.SAMPLE,
                        null,
                        now.toEpochMilli(),
                        sample.getSampleId().getBytes(),
                        longer);
            }
        });
    }

    // One more field, an int with default 0, whose value is the byte 0.
    private static Schema newer() {
        Schema ours = Sample.getClassSchema();
        List<Schema.Field> fields = new ArrayList<>();
        ours.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("more", Schema.create(Schema.Type.INT), "", 0));
        return Schema.createRecord(ours.getName(), "", ours.getNamespace(), false, fields);
    }

    private static Sample sample(String id, int label) {
        Sample sample = new Sample();
        sample.setSampleId(id);
        sample.setLabel(label);
        sample.setAttributes(Map.of());
        return sample;
    }

    private static Logits logits(String id, float[] values) {
        Logits row = new Logits();
        row.setSampleId(id);
        row.setModelId("main");
        row.setModelVersion("1");
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        row.setLogits(boxed);
        row.setOutOfSample(true);
        return row;
    }

    private static int delete(Path folder) throws IOException {
        int files = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                files += Files.isRegularFile(path) ? 1 : 0;
                Files.delete(path);
            }
        }
        return files;
    }

    /** A registry that cannot be asked for one schema until it sees again. */
    private static final class Blind implements Registry {

        private final Registry real;
        private volatile boolean sees;
        private volatile int unseen;

        private Blind(Registry real) {
            this.real = real;
        }

        void sees(boolean now) {
            sees = now;
        }

        @Override
        public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException, BadRecordException {
            if (id == unseen && !sees) {
                throw new RegistryUnavailableException("away", null);
            }
            return real.schema(id);
        }

        @Override
        public int register(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException {
            return real.register(subject, schema);
        }

        @Override
        public int id(String subject, Schema schema) throws RegistryUnavailableException, UnknownSchemaException {
            return real.id(subject, schema);
        }
    }
}
