package dev.sluice.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.avro.Registry;
import dev.sluice.replay.Manifest;
import dev.sluice.replay.Range;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice manifest}: names a training set, so that a trainer reads exactly it, as often as it likes. */
@Command(
        name = "manifest",
        sortOptions = false,
        description = {
            "Write down which clean rows a training run reads: topic, offsets, counts, weights and a digest.",
            "Who reads the offsets of the file reads the same rows every time; recipes for PyTorch, Node and Java are in"
                    + " docs/trainers.md. Released rows belong to it as they do to the topic."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice manifest -f my.yaml --since 24h --out monday.json",
            "  sluice manifest -f my.yaml --from 2026-05-01 --to 2026-06-01 --policy v3 --out may.json"
        })
final class ManifestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private RangeOptions ranges;

    @Option(
            names = "--policy",
            order = 5,
            paramLabel = "vN",
            description = "Only rows that this version of the policy decided.")
    private String policy;

    @Option(
            names = "--out",
            order = 6,
            required = true,
            paramLabel = "FILE",
            description = "The manifest, as JSON; a file that is there is replaced.")
    private Path out;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        Range range = ranges.range();
        OptionalInt version = version();
        PipelineSpec pipelineSpec = pipeline.load();
        Connection connection = kafka.connection();
        Registry registry = Registry.connect(connection.schemaRegistry(), connection.config());
        Manifest manifest = Manifest.read(connection, registry, pipelineSpec, range, version);
        if (manifest.rows() == 0) {
            throw new CommandFailure("no clean row is in the range" + (policy == null ? "" : " and of policy " + policy)
                    + ": nothing was written");
        }
        Map<String, Object> tree = manifest.tree(ranges.shown());
        try {
            Files.writeString(
                    out,
                    JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(tree)
                            + System.lineSeparator());
        } catch (IOException failed) {
            throw new CommandFailure(out + ": cannot be written: " + failed.getMessage(), failed);
        }
        PrintWriter print = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            print.printf(
                    Locale.ROOT,
                    "%s: %,d rows of %s in %d slices, sum of weights %.3f, digest %s%n",
                    out,
                    manifest.rows(),
                    pipelineSpec.cleanTopic(),
                    manifest.runs().size(),
                    manifest.sumOfWeights(),
                    manifest.digest());
            print.flush();
        }
        json.write(print, tree);
        return ExitCode.DONE;
    }

    private OptionalInt version() {
        if (policy == null) {
            return OptionalInt.empty();
        }
        if (!policy.matches("v[1-9][0-9]{0,8}")) {
            throw new Misuse("--policy " + policy + ": a version such as v3");
        }
        return OptionalInt.of(Integer.parseInt(policy.substring(1)));
    }
}
