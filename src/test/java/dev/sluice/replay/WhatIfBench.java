package dev.sluice.replay;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.DecisionRecords;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Origin;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordBody;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RoutedRows;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Judge;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Route;
import dev.sluice.judge.Sample;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Snapshot;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.TopicSetup;
import dev.sluice.stream.WideSnapshots;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long what-if takes for a million recorded decisions: from the records, and by reading the logits again. The decisions are
 * the judge's own; the broker is another process. A benchmark, not a test: it asserts nothing about time.
 *
 * <pre>
 * ./mvnw -q test-compile exec:exec@what-if-bench -Drows=1000000 -Dclasses=10
 * </pre>
 */
final class WhatIfBench {

    private static final int PARTITIONS = 4;
    private static final int PAYLOAD = 200;
    private static final long TIME = 1_770_000_000_000L;

    private final int rows = Integer.getInteger("rows", 1_000_000);
    private final int classes = Integer.getInteger("classes", 10);
    private final int snapshots = Integer.getInteger("snapshots", 500);
    private final int rounds = Integer.getInteger("rounds", 3);
    private final Connection connection;
    private final Registry registry;
    private final PipelineSpec spec;

    private WhatIfBench(Connection connection) {
        this.connection = connection;
        this.registry = Registry.connect(connection.schemaRegistry(), Map.of());
        this.spec = PipelineLoader.load(
                Path.of("topologies/quickstart.yaml"),
                Map.of("name", "bench", "classes", "" + classes, "policy.detector", "posterior"));
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            try (EmbeddedStack stack = EmbeddedStack.start()) {
                System.out.println(stack.bootstrapServers() + " " + stack.registryUrl());
                while (System.in.read() >= 0) {
                    // Ends with its parent.
                }
            }
            return;
        }
        Process broker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WhatIfBench.class.getName(),
                        "broker")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8))) {
            String[] addresses = said.readLine().split(" ");
            new WhatIfBench(new Connection(addresses[0], addresses[1], Map.of())).run();
        } finally {
            broker.destroy();
        }
    }

    private void run() throws Exception {
        new TopicSetup(connection).create(spec);
        Policy recorded = spec.policy().toPolicy(1, spec.classes());
        long start = System.nanoTime();
        write(recorded);
        System.out.printf("%,d decisions of %d classes written in %.1f s%n", rows, classes, seconds(start));
        for (int round = 1; round <= rounds; round++) {
            ask(round, "the recorded policy", Map.of(), recorded);
            ask(round, "quarantineAbove 0.3", Map.of("policy.quarantineAbove", "0.3"), recorded);
            ask(round, "another detector", Map.of("policy.detector", "confident_learning"), recorded);
        }
    }

    private void ask(int round, String what, Map<String, String> sets, Policy recorded) {
        Map<String, String> all = new HashMap<>(sets);
        all.put("name", "bench");
        all.put("classes", "" + classes);
        all.putIfAbsent("policy.detector", "posterior");
        Policy other = PipelineLoader.load(Path.of("topologies/quickstart.yaml"), all)
                .policy()
                .toPolicy(2, spec.classes());
        long start = System.nanoTime();
        try (WhatIf whatIf = new WhatIf(connection, registry, spec, Map.of(1, recorded), other, Range.ALL, 10)) {
            WhatIfReport report = whatIf.run(done -> {});
            double took = seconds(start);
            Runtime memory = Runtime.getRuntime();
            System.out.printf(
                    "round %d, %s: %.1f s, %,.0f rows/s, %,d of %,d from records, %,d differ, %,d change sides, heap %d MB%n",
                    round,
                    what,
                    took,
                    report.rows() / took,
                    report.fromRecords(),
                    report.rows(),
                    report.differing(),
                    report.flips(),
                    memory.totalMemory() - memory.freeMemory() >> 20);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Snapshot snapshot(int sequence) {
        Snapshot learnt =
                WideSnapshots.snapshot("1." + sequence, classes, spec.classes().hash(), 300);
        ModelStatistics known = learnt.models().get(0);
        return Snapshot.of(
                learnt.version(),
                classes,
                learnt.classListHash(),
                learnt.coverage(),
                List.of(new ModelStatistics(
                        known.model(),
                        known.samples(),
                        known.counts(),
                        known.thresholds(),
                        known.confidentJoint(),
                        known.noise(),
                        Optional.of(PosteriorModel.untaught(classes)))));
    }

    private void write(Policy policy) throws Exception {
        Properties settings = connection.kafka();
        settings.put("linger.ms", "20");
        settings.put("batch.size", "262144");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            dev.sluice.avro.Policy first = new dev.sluice.avro.Policy();
            first.setVersion(1);
            first.setHash(policy.hash());
            first.setYaml(spec.policy().yaml());
            first.setWho("bench");
            first.setWhy("");
            first.setTime(TIME);
            producer.send(new ProducerRecord<>(
                    spec.policiesTopic(), bytes("1"), new ControlCodec<>(dev.sluice.avro.Policy.class).encode(first)));
            writeRows(producer, policy);
        }
    }

    private void writeRows(KafkaProducer<byte[], byte[]> producer, Policy policy) throws Exception {
        RecordEncoder<dev.sluice.avro.Logits> logitsRows =
                RecordEncoder.forTopic(registry, spec.topics().logits(), dev.sluice.avro.Logits.class);
        RoutedRows routed = new RoutedRows(
                registry.register(spec.cleanTopic() + "-value", dev.sluice.avro.CleanSample.getClassSchema()),
                registry.register(
                        spec.quarantineTopic() + "-value", dev.sluice.avro.QuarantinedSample.getClassSchema()));
        RecordBody<dev.sluice.avro.Sample> bodies = new RecordBody<>(dev.sluice.avro.Sample.class);
        Random random = new Random(7);
        byte[] payload = new byte[PAYLOAD];
        random.nextBytes(payload);
        int each = Math.max(1, rows / snapshots);
        Snapshot snapshot = null;
        Judge judge = null;
        for (int row = 0; row < rows; row++) {
            if (row % each == 0) {
                snapshot = snapshot(1 + row / each);
                judge = new Judge(snapshot, policy);
                WideSnapshots.messages(snapshot)
                        .forEach(message -> producer.send(
                                new ProducerRecord<>(spec.snapshotsTopic(), 0, message.getKey(), message.getValue())));
            }
            int partition = row % PARTITIONS;
            long offset = row / PARTITIONS;
            String id = "sample-" + row;
            int truth = random.nextInt(classes);
            int given = random.nextInt(4) == 0 ? random.nextInt(classes) : truth;
            float[] scores = new float[classes];
            for (int k = 0; k < classes; k++) {
                scores[k] = (float) random.nextGaussian() + (k == truth ? 4 : 0);
            }
            dev.sluice.avro.Logits logits =
                    new dev.sluice.avro.Logits(id, "main", "1", PrimitiveLists.list(scores), true, 0);
            producer.send(new ProducerRecord<>(
                    spec.topics().logits(), partition, TIME + row, bytes(id), logitsRows.encode(logits)));
            ModelEvidence model = ModelEvidence.of(WideSnapshots.MODEL, scores, true);
            Decision decision = judge.judge(new Sample(id, given), Evidence.of(model));
            dev.sluice.avro.Decision record = DecisionRecords.toAvro(
                    new DecisionRecords.Unit(id, 0, false),
                    decision,
                    new DecisionRecords.Hashes(
                            snapshot.hash(), policy.hash(), spec.classes().hash()),
                    new DecisionRecords.Place(partition, offset + 1, partition, offset, TIME + row),
                    List.of(new EvidenceRef("main", "1", offset, TIME + row, true, null)),
                    List.of());
            dev.sluice.avro.Sample sample = dev.sluice.avro.Sample.newBuilder()
                    .setSampleId(id)
                    .setLabel(given)
                    .setPayload(ByteBuffer.wrap(payload))
                    .build();
            boolean clean = decision.route() == Route.CLEAN;
            byte[] body = bodies.encode(sample);
            byte[] value = clean
                    ? routed.clean(body, given, decision.weight(), Origin.LIVE, record)
                    : routed.quarantine(body, Origin.LIVE, record);
            producer.send(new ProducerRecord<>(
                    clean ? spec.cleanTopic() : spec.quarantineTopic(), partition, TIME + row, bytes(id), value));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
