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

/** {@code sluice snapshots diff}: what was learnt in between. */
@Command(
        name = "diff",
        sortOptions = false,
        description = "Compare two versions of the learnt state by class, the largest change of a threshold first.",
        footerHeading = "%nExample:%n",
        footer = "  sluice snapshots diff 1.10 latest -f my.yaml")
final class SnapshotsDiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "A version such as 1.10.")
    private String before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "A version, or latest.")
    private String after;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        PipelineSpec pipelineSpec = pipeline.load();
        List<Found> found = new SnapshotLookup(kafka.connection(), pipelineSpec).find(List.of(before, after));
        SnapshotDiff diff =
                new SnapshotDiff(found.get(0).snapshot(), found.get(1).snapshot(), pipelineSpec.classes());
        PrintWriter out = spec.commandLine().getOut();
        if (!json.ownsStandardOutput()) {
            diff.lines().forEach(out::println);
            out.flush();
        }
        json.write(out, diff.json());
        return ExitCode.DONE;
    }
}
