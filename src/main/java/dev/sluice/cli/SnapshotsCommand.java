package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice snapshots}: what can be done with what a pipeline learnt. */
@Command(
        name = "snapshots",
        description = "Look at what a pipeline learnt, or begin with what an audit learnt.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SnapshotsListCommand.class,
            SnapshotsShowCommand.class,
            SnapshotsDiffCommand.class,
            SnapshotsAsOfCommand.class,
            SnapshotsImportCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice snapshots list -f my.yaml",
            "  sluice snapshots show 1.22 -f my.yaml",
            "  sluice snapshots import learnt.snapshot -f my.yaml"
        })
final class SnapshotsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "say what to do with the snapshots: list, show, diff, as-of or import");
    }
}
