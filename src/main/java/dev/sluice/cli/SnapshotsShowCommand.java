package dev.sluice.cli;

import dev.sluice.cli.SnapshotLookup.Found;
import dev.sluice.spec.PipelineSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice snapshots show}: one version of the learnt state. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Show one version of the learnt state: thresholds and counts by class, the largest cells of the"
                + " confident joint, and how far learning had come.",
        footerHeading = "%nExamples:%n",
        footer = {"  sluice snapshots show latest -f my.yaml", "  sluice snapshots show 1.22 -f my.yaml --json"})
final class SnapshotsShowCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "VERSION", description = "Such as 1.22, or latest.")
    private String version;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        Found found = new SnapshotLookup(kafka.connection(), pipelineSpec)
                .find(List.of(version))
                .get(0);
        print(found, pipelineSpec, json, spec.commandLine().getOut());
        return ExitCode.DONE;
    }

    static void print(Found found, PipelineSpec pipeline, JsonOption json, PrintWriter out) {
        SnapshotText text = new SnapshotText(found.snapshot(), pipeline.classes());
        if (!json.ownsStandardOutput()) {
            text.lines(found.time()).forEach(out::println);
            out.flush();
        }
        json.write(out, text.json(found.time()));
    }
}
