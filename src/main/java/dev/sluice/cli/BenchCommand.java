package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: measurements that anybody can repeat. */
@Command(
        name = "bench",
        description = "Measure, so that you need not believe: does training get better?",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BenchTrainingCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  sluice bench training --seeds 3")
final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what to measure: training");
    }
}
