package dev.sluice.cli;

import dev.sluice.cli.SnapshotLookup.Found;
import dev.sluice.replay.Range;
import dev.sluice.spec.PipelineSpec;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice snapshots as-of}: the learnt state at a moment. */
@Command(
        name = "as-of",
        sortOptions = false,
        description = {
            "Show the newest version of the learnt state that had been published at a time.",
            "The time is that of the learner's clock, not event time. Each decision names the version that judged it."
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice snapshots as-of 2026-05-01T12:00:00Z -f my.yaml")
final class SnapshotsAsOfCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TIME", description = "An ISO time; without an offset it is UTC.")
    private String time;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        long millis;
        try {
            millis = Range.time(time).toEpochMilli();
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(wrong.getMessage());
        }
        PipelineSpec pipelineSpec = pipeline.load();
        Found found = new SnapshotLookup(kafka.connection(), pipelineSpec).asOf(millis, time);
        SnapshotsShowCommand.print(found, pipelineSpec, json, spec.commandLine().getOut());
        return ExitCode.DONE;
    }
}
