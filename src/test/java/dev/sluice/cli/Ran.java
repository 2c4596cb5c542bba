package dev.sluice.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What one run of a command line gave: exit code, standard output, standard error. Line ends are those of Unix. */
record Ran(int code, String out, String err) {

    /** Runs {@code sluice} with these arguments. */
    static Ran with(String... arguments) {
        return run(SluiceCommand.commandLine(), arguments);
    }

    /** Runs a command that is not one of Sluice's, below its root. */
    static Ran of(Object command, String... arguments) {
        CommandLine root = SluiceCommand.commandLine();
        root.addSubcommand("given", SluiceCommand.prepare(new CommandLine(command)));
        String[] all = new String[arguments.length + 1];
        all[0] = "given";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return run(SluiceCommand.prepare(root), all);
    }

    private static Ran run(CommandLine line, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(arguments);
        return new Ran(code, unix(out), unix(err));
    }

    private static String unix(StringWriter text) {
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
