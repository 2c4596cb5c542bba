package dev.sluice.cli;

import dev.sluice.spec.Nearest;
import dev.sluice.spec.Redaction;
import dev.sluice.spec.SpecException;
import dev.sluice.stream.KafkaFaults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what went wrong as one line, and the stack only on {@code --debug}. */
final class Failures {

    /** Exceptions that only carry another one. */
    private static final Set<Class<?>> WRAPPERS =
            Set.of(ExecutionException.class, CompletionException.class, UncheckedIOException.class);

    private static final String KAFKAS = "org.apache.kafka.";
    private static final String BOOTSTRAP = "--bootstrap-server";

    private Failures() {}

    // A cause may quote a setting or an address with its password.
    private static void printTrace(Throwable thrown, PrintWriter err) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        err.print(Redaction.of(trace.toString()));
    }

    /** The command line itself was wrong. */
    static int misuse(ParameterException wrong, String[] arguments) {
        CommandLine line = wrong.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("sluice: " + Redaction.of(oneLine(message(wrong))));
        err.println("Try: " + line.getCommandSpec().qualifiedName() + " --help");
        if (List.of(arguments).contains("--debug")) {
            printTrace(wrong, err);
        }
        err.flush();
        return ExitCode.MISUSE;
    }

    private static String message(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return wrong.getMessage();
        }
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String typed = unmatched.getUnmatched().get(0);
        boolean option = typed.startsWith("-");
        boolean commands = !command.subcommands().isEmpty();
        String kind = option ? "option" : commands ? "command" : "argument";
        return "unknown " + kind + " '" + typed + "'"
                + Nearest.to(
                                option ? typed.split("=", 2)[0] : typed,
                                option
                                        ? command.optionsMap().keySet()
                                        : command.subcommands().keySet())
                        .map(near -> ", did you mean " + near + "?")
                        .orElse("");
    }

    /** The command threw. */
    static int failed(Exception thrown, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        Throwable cause = unwrap(thrown);
        err.println(Redaction.of(silence(cause, parsed).orElseGet(() -> message(cause))));
        if (debug(line)) {
            printTrace(thrown, err);
        } else if (surprise(cause)) {
            err.println("This is a fault in Sluice; --debug shows where.");
        }
        err.flush();
        return cause instanceof SpecException || cause instanceof Misuse ? ExitCode.MISUSE : ExitCode.FAILED;
    }

    /** What a client's time-out means: it never says whom it asked. */
    private static Optional<String> silence(Throwable cause, ParseResult parsed) {
        if (!(cause instanceof TimeoutException)) {
            return Optional.empty();
        }
        ParseResult command = parsed;
        while (command.hasSubcommand()) {
            command = command.subcommand();
        }
        String broker = command.commandSpec().findOption(BOOTSTRAP) == null
                ? "Kafka"
                : String.valueOf(command.commandSpec().findOption(BOOTSTRAP).<Object>getValue());
        return Optional.of(broker + ": no answer in time (" + oneLine(String.valueOf(cause.getMessage()))
                + "): check that Kafka runs there and that " + BOOTSTRAP + " names it");
    }

    /** Whether {@code --debug} was given anywhere. */
    static boolean debug(CommandLine line) {
        CommandLine root = line;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        ParseResult parsed = root.getParseResult();
        while (parsed != null) {
            if (parsed.hasMatchedOption("--debug")) {
                return true;
            }
            parsed = parsed.subcommand();
        }
        return false;
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while (WRAPPERS.contains(cause.getClass()) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String message(Throwable cause) {
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + reason(file);
        }
        if (cause.getClass().getName().startsWith(KAFKAS)) {
            Optional<String> known = KafkaFaults.explain(cause);
            if (known.isPresent()) {
                return known.get();
            }
        }
        String text = cause.getMessage();
        if (text == null || text.isBlank()) {
            return cause.getClass().getSimpleName();
        }
        // the problems of a pipeline file have a line each; everything else is one line
        String line = cause instanceof SpecException ? text : oneLine(text);
        return surprise(cause) ? cause.getClass().getSimpleName() + ": " + line : line;
    }

    private static String reason(FileSystemException file) {
        if (file instanceof NoSuchFileException) {
            return "no such file";
        }
        if (file instanceof AccessDeniedException) {
            return "access denied";
        }
        return file instanceof FileAlreadyExistsException ? "exists already" : "cannot be used";
    }

    /** Faults that nobody foresaw: those that Java throws by itself. */
    private static boolean surprise(Throwable cause) {
        return cause instanceof NullPointerException
                || cause instanceof IndexOutOfBoundsException
                || cause instanceof ClassCastException
                || cause instanceof IllegalStateException
                || cause.getMessage() == null;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
