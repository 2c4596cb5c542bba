package dev.sluice.bench;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.Sample;
import dev.sluice.avro.Side;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Account;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One cell with nothing left out: samples and logits into the topics, the service, and training on the clean topic. */
final class LiveTraining {

    private static final LabelNoise NOISE = LabelNoise.CLASS;
    private static final double RATE = .2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TrainingPlan plan;
    private final Consumer<String> progress;

    LiveTraining(TrainingPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    TrainingReport.Live run() throws Exception {
        String scheme = Filtered.schemes().stream().findFirst().orElse("none");
        PipelineSpec spec = Filtered.spec("enforce", scheme);
        Treatment.Spoiled set = TrainingBench.spoil(plan, NOISE, RATE, 1);
        Path folder = Files.createTempDirectory("sluice-bench");
        try (EmbeddedStack stack = EmbeddedStack.start()) {
            Connection connection = new Connection(stack.bootstrapServers(), stack.registryUrl(), Map.of());
            new TopicSetup(connection).create(spec);
            Registry registry = Registry.connect(stack.registryUrl(), Map.of());
            Pipeline.Options options = new Pipeline.Options(folder, 1, false, "bench");
            try (Pipeline pipeline = new Pipeline(spec, connection, registry, options)) {
                pipeline.start();
                write(spec, connection, registry, set);
                await(pipeline, 2L * set.scored().size());
                Account account = pipeline.account().orElseThrow();
                Verification verification = new Verification(connection, registry, spec);
                while (!verification.allTaken()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
                VerificationReport law = verification.run();
                TrainingRows rows = read(spec, connection, registry);
                try (Net net = Net.train(rows, plan.steps(), 1)) {
                    double accuracy = net.accuracy(Digits.draw(plan.tests(), 1_000_001));
                    progress.accept("live, through the topics");
                    return new TrainingReport.Live(
                            NOISE.name().toLowerCase(java.util.Locale.ROOT),
                            RATE,
                            scheme,
                            rows.size(),
                            account.quarantine(),
                            law.holds(),
                            accuracy);
                }
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    private static void write(PipelineSpec spec, Connection connection, Registry registry, Treatment.Spoiled set)
            throws Exception {
        long now = System.currentTimeMillis();
        FoldRows scored = set.scored();
        try (InputWriter writer = new InputWriter(connection, registry, InputTopics.find(connection, spec))) {
            int at = 0;
            for (int row : scored.order()) {
                long time = now - scored.size() + at++;
                writer.send(
                        Sample.newBuilder()
                                .setSampleId(scored.id(row))
                                .setLabel(scored.label(row))
                                .setFeatures(PrimitiveLists.list(set.given().pixels()[row]))
                                .build(),
                        time);
                writer.send(
                        Logits.newBuilder()
                                .setSampleId(scored.id(row))
                                .setModelId(scored.model(row).id())
                                .setModelVersion(scored.model(row).version())
                                .setLogits(PrimitiveLists.list(scored.logits()[row]))
                                .setOutOfSample(true)
                                .build(),
                        time);
            }
            for (Side side : Side.values()) {
                writer.tick(side, now + spec.pairing().waiting().toMillis() + 1_000);
            }
            writer.flush();
        }
    }

    private static void await(Pipeline pipeline, long inputs) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Account> account = pipeline.account();
            if (account.isPresent()
                    && account.get().inputs() == inputs
                    && account.get().pending() + account.get().parked() == 0) {
                return;
            }
            if (pipeline.failed() || System.nanoTime() > until) {
                throw new IllegalStateException("the bench's pipeline did not come to rest: " + account);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static TrainingRows read(PipelineSpec spec, Connection connection, Registry registry) throws Exception {
        RecordDecoder<CleanSample> decoder = new RecordDecoder<>(registry, CleanSample.class);
        List<CleanSample> rows = new ArrayList<>();
        java.util.Properties settings = connection.kafka();
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(spec.cleanTopic()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(part -> consumer.position(part) < ends.get(part))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    rows.add(decoder.decode(record.value()));
                }
            }
        }
        float[][] pixels = new float[rows.size()][];
        int[] labels = new int[rows.size()];
        float[] weights = new float[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            pixels[i] = PrimitiveLists.floats(rows.get(i).getSample().getFeatures());
            labels[i] = rows.get(i).getLabel();
            weights[i] = (float) rows.get(i).getWeight();
        }
        return new TrainingRows(pixels, labels, weights);
    }
}
