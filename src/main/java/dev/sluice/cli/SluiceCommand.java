package dev.sluice.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: what {@code sluice} can do. */
@Command(
        name = "sluice",
        description = {
            "A filter for training data on Kafka: labelled samples and a model's logits flow in,",
            "clean samples flow out, and those whose label is probably wrong go to quarantine."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            StackCommand.class,
            RunCommand.class,
            TopicsCommand.class,
            TopologyCommand.class,
            CompletionCommand.class,
            LoadCommand.class,
            RehearseCommand.class,
            AuditCommand.class,
            VerifyCommand.class,
            PolicyCommand.class,
            SnapshotsCommand.class,
            WhatIfCommand.class,
            ReplayCommand.class,
            ReleaseCommand.class,
            RedriveCommand.class,
            DigestCommand.class,
            BenchCommand.class,
            ManifestCommand.class,
            ResetCommand.class,
        },
        versionProvider = Version.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, or the books are out of balance", "2:misuse"},
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice demo                   see the whole thing at work, nothing needed",
            "  sluice topics create --help   what a command does, with an example"
        })
public final class SluiceCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 1000,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, order = 1001, description = "Show the version.")
    private boolean version;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            order = 1002,
            description = "Log more, and print a stack trace with an error.")
    private boolean debug;

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine() {
        return prepare(new CommandLine(new SluiceCommand()));
    }

    /** Error handling and layout as everywhere in Sluice. */
    static CommandLine prepare(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(110)
                .setUsageHelpLongOptionsMaxWidth(34)
                .setParameterExceptionHandler(Failures::misuse)
                .setExecutionExceptionHandler(Failures::failed)
                .setExecutionStrategy(parsed -> {
                    Logging.start(Failures.debug(parsed.commandSpec().commandLine()));
                    return new CommandLine.RunLast().execute(parsed);
                });
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
