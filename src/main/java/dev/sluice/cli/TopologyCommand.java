package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice topology}: what a pipeline is made of. */
@Command(
        name = "topology",
        description = "Show what a pipeline is made of.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TopologyDescribeCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  sluice topology describe -f topologies/quickstart.yaml --format mermaid")
final class TopologyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to do with the topology: describe");
    }
}
