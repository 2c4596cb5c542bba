package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice policy}: what people chose, and how to choose otherwise. */
@Command(
        name = "policy",
        description = "Look at the policies of a pipeline, and set the next one while it runs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyShowCommand.class,
            PolicyHistoryCommand.class,
            PolicyDiffCommand.class,
            PolicySetCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = "  sluice policy show -f my.yaml")
final class PolicyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do: show, history, diff or set");
    }
}
