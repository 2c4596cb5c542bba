package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice snapshots}: what can be done with what a pipeline learnt. */
@Command(
        name = "snapshots",
        description = "Work with what a pipeline learnt.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {SnapshotsImportCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  sluice snapshots import learnt.snapshot -f my.yaml")
final class SnapshotsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do with the snapshots: import");
    }
}
