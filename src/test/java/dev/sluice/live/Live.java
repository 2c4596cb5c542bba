package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.Side;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.files.LabelledRows;
import dev.sluice.load.EventTimes;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.load.Loader;
import dev.sluice.load.Pace;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Snapshot;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Account;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.Scorer;
import dev.sluice.stream.TopicSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One pipeline on the embedded stack, with as many instances as a test starts. */
final class Live implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final PipelineSpec spec;
    final Connection connection;
    final Registry registry;
    private final Path stateDirs;
    private final List<Pipeline> instances = new ArrayList<>();
    private int started;

    Live(EmbeddedStack stack, Path stateDirs, String name, Map<String, String> sets) {
        this(stack, stack.registryUrl(), stateDirs, name, sets, Map.of());
    }

    /**
     * @param registryUrl where the registry is
     * @param config as in a client properties file
     */
    Live(
            EmbeddedStack stack,
            String registryUrl,
            Path stateDirs,
            String name,
            Map<String, String> sets,
            Map<String, String> config) {
        this.spec = spec(name, sets);
        this.connection = new Connection(stack.bootstrapServers(), registryUrl, config);
        this.registry = Registry.connect(registryUrl, Map.of());
        this.stateDirs = stateDirs;
        new TopicSetup(connection).create(spec);
    }

    /** What a pipeline of that name would be. */
    static PipelineSpec spec(String name, Map<String, String> sets) {
        Map<String, String> all = new HashMap<>(sets);
        all.put("name", name);
        all.put("topics.samples", name + ".samples");
        all.put("topics.logits", name + ".logits");
        return PipelineLoader.load(Path.of("topologies/quickstart.yaml"), all);
    }

    Pipeline start(int threads) {
        return start(new Pipeline.Options(freshStateDir(), threads, false, "test"), registry);
    }

    /** A directory for the local state of one more instance. */
    Path freshStateDir() {
        try {
            return Files.createDirectories(stateDirs.resolve("instance-" + started++));
        } catch (IOException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** One more instance, which may see another registry than the rest of the test. */
    Pipeline start(Pipeline.Options options, Registry itsRegistry) {
        return start(options, itsRegistry, null);
    }

    /** One more instance, with the model that the pipeline's file names. */
    Pipeline start(Pipeline.Options options, Registry itsRegistry, Scorer scorer) {
        try {
            Pipeline instance = new Pipeline(spec, connection, itsRegistry, options, scorer);
            instance.start();
            instances.add(instance);
            return instance;
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    /** Puts an instance together that does not run. */
    Pipeline open(int threads) throws Exception {
        return new Pipeline(spec, connection, registry, new Pipeline.Options(freshStateDir(), threads, false, "test"));
    }

    Live running() {
        await().atMost(PATIENCE).until(() -> instances.stream().allMatch(Pipeline::running));
        return this;
    }

    void stop(Pipeline instance) {
        instances.remove(instance);
        instance.close();
    }

    /** Writes the rows as fast as it goes, in the given order, and ends with ticks. */
    Live load(LabelledRows rows, int[] order) {
        return load(rows, order, true);
    }

    /** Writes the rows, with or without ticks after them. */
    Live load(LabelledRows rows, int[] order, boolean ticks) {
        return load(rows, order, Instant.now(), Double.POSITIVE_INFINITY, ticks);
    }

    /**
     * Writes the rows in the given order.
     *
     * @param start event time of the first
     * @param rate rows a second
     * @param last whether ticks end the partitions
     */
    Live load(LabelledRows rows, int[] order, Instant start, double rate, boolean last) {
        return write((writer, partitions) -> {
            EventTimes times = new EventTimes(start, EventTimes.DEFAULT_STEP);
            Loader loader = new Loader(writer, times, new Pace(rate), done -> {});
            loader.rows(rows, order, new ModelKey("main", "1"), true);
            if (last) {
                loader.tick(spec.pairing().waiting());
            }
            loader.finish();
        });
    }

    /** Ends every partition: nothing up to the given time waits any longer. */
    Live tick(Instant now) {
        return write((writer, partitions) -> {
            for (Side side : Side.values()) {
                writer.tick(side, now.plus(spec.pairing().waiting()).toEpochMilli() + 1_000);
            }
        });
    }

    /** What a test writes into the input topics. */
    interface Writing {
        void write(InputWriter writer, int partitions) throws Exception;
    }

    Live write(Writing what) {
        InputTopics topics = InputTopics.find(connection, spec);
        try (InputWriter writer = new InputWriter(connection, registry, topics)) {
            what.write(writer, topics.partitions());
        } catch (Exception unexpected) {
            throw new AssertionError(unexpected);
        }
        return this;
    }

    /** Waits until every input has come to rest and the newest snapshot covers all evidence. */
    Live atRest(long inputs, long evidence) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            assertThat(instances).noneMatch(Pipeline::failed);
            Account account = account();
            assertThat(account.inputs()).as("inputs read, of %s", account).isEqualTo(inputs);
            assertThat(account.pending() + account.parked())
                    .as("waiting, of %s", account)
                    .isZero();
            assertThat(covered()).as("covered by the newest snapshot").isEqualTo(evidence);
        });
        return this;
    }

    Account account() {
        List<Account> accounts = new ArrayList<>();
        for (Pipeline instance : instances) {
            accounts.add(instance.account().orElseThrow(() -> new AssertionError("stores are not readable yet")));
        }
        return accounts.stream().reduce(Live::add).orElseThrow();
    }

    Snapshot newestSnapshot() {
        return instances.get(0).snapshot();
    }

    private long covered() {
        Snapshot newest = newestSnapshot();
        return newest == null
                ? 0
                : newest.coverage().stream()
                        .mapToLong(part -> Math.min(part.arrived(), part.judged()))
                        .sum();
    }

    /** The recount by id, as the command makes it. */
    VerificationReport verify() {
        return new Verification(connection, registry, spec).run();
    }

    /** Every committed row of a topic, decoded. */
    <T extends SpecificRecord> List<T> read(String topic, Class<T> type) {
        RecordDecoder<T> decoder = new RecordDecoder<>(registry, type);
        List<T> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : raw(topic)) {
            try {
                rows.add(decoder.decode(record.value()));
            } catch (Exception unreadable) {
                throw new AssertionError("row of " + topic + " at " + record.offset() + " cannot be read", unreadable);
            }
        }
        return rows;
    }

    List<ConsumerRecord<byte[], byte[]>> raw(String topic) {
        Properties settings = connection.kafka();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static Account add(Account a, Account b) {
        return new Account(
                a.partitions() + b.partitions(),
                a.samples() + b.samples(),
                a.logits() + b.logits(),
                a.clean() + b.clean(),
                a.quarantine() + b.quarantine(),
                a.leftovers() + b.leftovers(),
                a.letters() + b.letters(),
                a.pending() + b.pending(),
                a.parked() + b.parked(),
                a.outOfBalance() + b.outOfBalance());
    }

    @Override
    public void close() {
        for (Pipeline instance : instances) {
            instance.close();
        }
    }
}
