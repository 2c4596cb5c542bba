package dev.sluice.stream;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.GeneratedRows;
import dev.sluice.avro.Registry;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.load.EventTimes;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.load.Loader;
import dev.sluice.load.Pace;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What the filter costs beyond bare pairing, in CPU time of its process and in records a second. Both run over the same
 * loaded topics, in turn, in this process; the broker is another one. A benchmark, not a test: it asserts nothing about time.
 *
 * <pre>
 * ./mvnw -q test-compile exec:exec@pair-bench
 * </pre>
 */
final class PairBench {

    private static final int CLASSES = 10;

    private PairBench() {}

    /** One run: CPU microseconds of this process and wall-clock pairs a second. */
    private record Run(double cpuMicrosAPair, double pairsASecond) {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("broker")) {
            broker();
            return;
        }
        int pairs = Integer.getInteger("pairs", 200_000);
        int rounds = Integer.getInteger("rounds", 5);
        Process broker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PairBench.class.getName(),
                        "broker")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String[] addresses = new String(readLine(broker)).split(" ");
            compare(new Connection(addresses[0], addresses[1], Map.of()), pairs, rounds);
        } finally {
            broker.destroy();
        }
    }

    private static void broker() throws IOException {
        try (EmbeddedStack stack = EmbeddedStack.start()) {
            System.out.println(stack.bootstrapServers() + " " + stack.registryUrl());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Ends with its parent.
            }
        }
    }

    private static String readLine(Process broker) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = broker.getInputStream().read();
                c >= 0 && c != '\n';
                c = broker.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void compare(Connection connection, int pairs, int rounds) throws Exception {
        PipelineSpec input = spec("bench");
        Registry registry = Registry.connect(connection.schemaRegistry(), Map.of());
        new TopicSetup(connection).create(input);
        load(connection, registry, input, pairs);
        List<Run> bare = new ArrayList<>();
        List<Run> filter = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Run b = run(connection, registry, "bare" + round, pairs, false);
            Run f = run(connection, registry, "filter" + round, pairs, true);
            System.out.printf(
                    "%s bare %.1f us %,.0f pairs/s   filter %.1f us %,.0f pairs/s%n",
                    round == 0 ? "warm-up" : "round " + round,
                    b.cpuMicrosAPair(),
                    b.pairsASecond(),
                    f.cpuMicrosAPair(),
                    f.pairsASecond());
            if (round > 0) {
                bare.add(b);
                filter.add(f);
            }
        }
        double bareCpu = median(bare.stream().map(Run::cpuMicrosAPair).toList());
        double filterCpu = median(filter.stream().map(Run::cpuMicrosAPair).toList());
        double bareRate = median(bare.stream().map(Run::pairsASecond).toList());
        double filterRate = median(filter.stream().map(Run::pairsASecond).toList());
        System.out.printf(
                "medians of %d rounds of %,d pairs, K = %d: bare %.1f us a pair, %,.0f pairs/s; filter %.1f us a pair, %,.0f"
                        + " pairs/s; CPU ratio bare/filter %.2f, rate ratio filter/bare %.2f%n",
                rounds,
                pairs,
                CLASSES,
                bareCpu,
                bareRate,
                filterCpu,
                filterRate,
                bareCpu / filterCpu,
                filterRate / bareRate);
    }

    private static Run run(Connection connection, Registry registry, String name, int pairs, boolean filter)
            throws Exception {
        PipelineSpec spec = spec(name);
        new TopicSetup(connection).create(spec);
        Path state = Files.createTempDirectory("sluice-bench");
        long cpu = cpuNanos();
        long start = System.nanoTime();
        AutoCloseable running =
                filter ? pipeline(spec, connection, registry, state) : bare(spec, connection, registry, state);
        try (running;
                Watch outputs = new Watch(connection, spec)) {
            while (outputs.count() < pairs) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Run((cpuNanos() - cpu) / 1e3 / pairs, pairs / seconds);
        }
    }

    private static AutoCloseable pipeline(PipelineSpec spec, Connection connection, Registry registry, Path state)
            throws Exception {
        Pipeline pipeline = new Pipeline(spec, connection, registry, new Pipeline.Options(state, 2, false, "bench"));
        pipeline.start();
        return pipeline;
    }

    private static AutoCloseable bare(PipelineSpec spec, Connection connection, Registry registry, Path state)
            throws Exception {
        FilterPlan plan = new FilterPlan(
                spec,
                1,
                registry,
                OutputSchemas.register(registry, spec),
                new SnapshotFeed(),
                new PolicyFeed(),
                System::currentTimeMillis);
        KafkaStreams streams = new KafkaStreams(
                BarePairing.topology(plan),
                StreamsSettings.filter(spec, connection, new Pipeline.Options(state, 2, false, "bench"), null));
        streams.start();
        return streams;
    }

    /** Every run has its own outputs and reads the same inputs. */
    private static PipelineSpec spec(String name) {
        return PipelineLoader.parse(
                "classes: " + CLASSES + "\ntopics: {samples: bench.samples, logits: bench.logits, partitions: 4}\n",
                Map.of("name", name));
    }

    private static void load(Connection connection, Registry registry, PipelineSpec spec, int pairs) throws Exception {
        try (InputWriter writer = new InputWriter(connection, registry, InputTopics.find(connection, spec))) {
            EventTimes times = new EventTimes(Instant.now(), EventTimes.DEFAULT_STEP);
            Loader loader = new Loader(writer, times, new Pace(Double.POSITIVE_INFINITY), done -> {});
            loader.rows(
                    new GeneratedRows(pairs, CLASSES, 1), ArrivalOrder.ofFile(pairs), new ModelKey("main", "1"), true);
            loader.finish();
        }
    }

    /** Counts what has come out, by end offsets; those count transaction markers too, a few a second on both sides. */
    private static final class Watch implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<TopicPartition> partitions = new ArrayList<>();

        Watch(Connection connection, PipelineSpec spec) {
            Properties settings = connection.kafka();
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            for (int p = 0; p < 4; p++) {
                partitions.add(new TopicPartition(spec.cleanTopic(), p));
                partitions.add(new TopicPartition(spec.quarantineTopic(), p));
            }
        }

        long count() {
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
