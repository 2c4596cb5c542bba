package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class CommandLineTest {

    @TempDir
    Path directory;

    /** A run with {@code --debug} makes the log of this JVM louder. */
    @AfterEach
    void aQuietLog() throws Exception {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        collect(SluiceCommand.commandLine(), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(child -> collect(child, all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldTeachEveryCommandWithADescriptionAndAnExample(CommandLine command) {
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);

        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(help).contains("Example").contains("  sluice ");
        assertThat(help.lines()).allMatch(line -> line.length() <= 110);
    }

    @Test
    void shouldEndWithMisuseAndASuggestionForAnUnknownCommand() {
        assertThat(Ran.with("tpoics"))
                .isEqualTo(
                        new Ran(2, "", "sluice: unknown command 'tpoics', did you mean topics?\nTry: sluice --help\n"));
    }

    @Test
    void shouldEndWithMisuseAndASuggestionForAnUnknownOption() {
        assertThat(Ran.with("topics", "create", "--jsn=x").err())
                .isEqualTo(
                        "sluice: unknown option '--jsn=x', did you mean --json?\nTry: sluice topics create --help\n");
    }

    @Test
    void shouldSayThatACommandIsMissing() {
        assertThat(Ran.with()).isEqualTo(new Ran(2, "", "sluice: a command is missing\nTry: sluice --help\n"));
        assertThat(Ran.with("topics").code()).isEqualTo(2);
    }

    @Test
    void shouldPrintHelpAndVersionAndBeDone() {
        assertThat(Ran.with("--help").code()).isZero();
        assertThat(Ran.with("--help").out()).startsWith("Usage: sluice").contains("topics");
        assertThat(Ran.with("--version").out()).startsWith("sluice ").contains("Java ");
        assertThat(Ran.with("topics", "create", "--help").out()).contains("--bootstrap-server=HOST:PORT");
    }

    @Test
    void shouldPrintEveryProblemOfAPipelineFileAndEndWithMisuse() throws Exception {
        Path file = Files.writeString(directory.resolve("my.yaml"), "classes: 10\npolicy: {mode: x}\nmodels: []\n");

        assertThat(Ran.with("topics", "create", "-f", file.toString()))
                .isEqualTo(new Ran(
                        2,
                        "",
                        file + ": 2 problems\n  policy.mode: 'x' is not one of enforce, shadow\n"
                                + "  models: empty, at least one model must be awaited\n"));
        assertThat(Ran.with("topics", "create").err()).startsWith("-f FILE is missing");
    }

    @Test
    void shouldPrintAFaultAsOneLineAndItsStackOnlyForDebug() {
        Ran quiet = Ran.of(new Throwing(new CommandFailure("labels.npy row 3:\n  too\n  long")));
        Ran debug = Ran.of(new Throwing(new CommandFailure("broken")), "--debug");

        assertThat(quiet).isEqualTo(new Ran(1, "", "labels.npy row 3: too long\n"));
        assertThat(debug.err()).startsWith("broken\n").contains("at dev.sluice.cli.");
    }

    @Test
    void shouldNameTheCauseAndNotWhatCarriesIt() {
        assertThat(Ran.of(new Throwing(new ExecutionException(new CommandFailure("port 9092 is in use"))))
                        .err())
                .isEqualTo("port 9092 is in use\n");
    }

    @Test
    void shouldSayThatAnUnforeseenFaultIsOurs() {
        assertThat(Ran.of(new Throwing(new NullPointerException("x is null"))))
                .isEqualTo(new Ran(
                        1, "", "NullPointerException: x is null\nThis is a fault in Sluice; --debug shows where.\n"));
    }

    @Test
    void shouldWriteTheReportToStandardOutputOrIntoAFile() throws Exception {
        Path file = directory.resolve("report.json");

        assertThat(Ran.of(new Reporting()).out()).isEqualTo("text\n");
        assertThat(Ran.of(new Reporting(), "--json").out()).isEqualTo("{\n  \"n\" : 1\n}\n");
        assertThat(Ran.of(new Reporting(), "--json", file.toString()).out()).isEqualTo("text\n");
        assertThat(file).hasContent("{\n  \"n\" : 1\n}\n");
        assertThat(Ran.of(new Reporting(), "--json", directory + "/no/where").code())
                .isEqualTo(1);
    }

    @Command(name = "throwing")
    private record Throwing(Exception fault) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw fault;
        }
    }

    @Command(name = "reporting")
    private static final class Reporting implements Callable<Integer> {
        @Mixin
        private JsonOption json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            if (!json.ownsStandardOutput()) {
                spec.commandLine().getOut().println("text");
            }
            json.write(spec.commandLine().getOut(), Map.of("n", 1));
            return 0;
        }
    }
}
