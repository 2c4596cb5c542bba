package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice topics}: what can be done with a pipeline's topics. */
@Command(
        name = "topics",
        description = "Create and check the topics of a pipeline.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopicsCreateCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  sluice topics create -f topologies/quickstart.yaml")
final class TopicsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do with the topics: create");
    }
}
