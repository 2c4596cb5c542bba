package dev.sluice.cli;

import dev.sluice.avro.Registry;
import dev.sluice.demo.DemoClasses;
import dev.sluice.demo.DemoResult;
import dev.sluice.demo.DemoRun;
import dev.sluice.demo.DemoSpec;
import dev.sluice.demo.DemoWriter;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.load.Progress;
import dev.sluice.spec.Connection;
import dev.sluice.spec.ModelSpec;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.TopicSetup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice demo}: the whole thing on embedded parts, with a stream whose truth is known. */
@Command(
        name = "demo",
        sortOptions = false,
        description = {
            "See everything at work: a broker, a registry and a pipeline in this process, and a built-in stream.",
            "The stream has ten classes, wrong labels, an imperfect model, lost and doubled halves and every kind of bad"
                    + " record. The summary says where everything went and how many wrong labels were found."
        },
        footerHeading = "%nExample:%n",
        footer = {"  sluice demo", "  sluice demo --serve     keeps everything up, to look around"})
final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "20000",
            description = "How many things happen in the stream. Default: ${DEFAULT-VALUE}")
    private long samples;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "1",
            description = "The same seed gives the same stream. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--serve", description = "Keep everything up until Ctrl-C.")
    private boolean serve;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A value in place of the default, such as policy.detector=predicted_neq_given. Repeatable.")
    private Map<String, String> sets = new LinkedHashMap<>();

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        if (samples < 1 || samples > 10_000_000) {
            throw new Misuse("--samples " + samples + " is outside 1..10000000");
        }
        Logging.withoutKafka(Failures.debug(spec.commandLine()));
        StopSignal stop = serve ? StopSignal.listen() : null;
        PipelineSpec pipelineSpec = DemoSpec.of(sets);
        if (pipelineSpec.classes().size() != DemoClasses.COUNT
                || !pipelineSpec.models().stream().map(ModelSpec::id).toList().equals(List.of(DemoWriter.MODEL))) {
            throw new Misuse("--set: the demo's stream has " + DemoClasses.COUNT + " classes and one model called "
                    + DemoWriter.MODEL + ", they cannot be changed");
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("Starting a Kafka broker, a schema registry and the pipeline in this process ...");
        err.flush();
        Path state = Files.createTempDirectory("sluice-demo-");
        try (EmbeddedStack stack = EmbeddedStack.start()) {
            Connection connection = new Connection(stack.bootstrapServers(), stack.registryUrl(), Map.of());
            Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
            new TopicSetup(connection).create(pipelineSpec);
            Pipeline.Options options =
                    new Pipeline.Options(state, Math.min(4, Runtime.getRuntime().availableProcessors()), false, "demo");
            try (Pipeline pipeline = new Pipeline(pipelineSpec, connection, registry, options)) {
                pipeline.start();
                DemoRun run = new DemoRun(pipelineSpec, connection, registry, pipeline);
                run.awaitRunning();
                DemoResult result;
                long records = DemoRun.records(seed, samples);
                try (Progress sent = new Progress("send ", records);
                        Progress taken = new Progress("judge", records)) {
                    result = run.run(seed, samples, sent::at, taken::at);
                }
                report(result, connection);
                if (serve) {
                    stop.await();
                }
                return result.verification().holds() ? ExitCode.DONE : ExitCode.FAILED;
            }
        } finally {
            delete(state);
        }
    }

    private void report(DemoResult result, Connection connection) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            DemoText.lines(result).forEach(out::println);
            DemoGuide.lines(result.spec(), connection, serve).forEach(out::println);
            out.flush();
        }
        json.write(out, DemoText.json(result));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
