package dev.sluice.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice completion}: lets a shell finish commands and options. */
@Command(
        name = "completion",
        sortOptions = false,
        description = {
            "Print a script by which bash or zsh complete commands and options with the Tab key.",
            "It is made of the commands of this version: print it anew after an update."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(./sluice completion)                         for this shell",
            "  ./sluice completion > ~/.sluice-completion            and in ~/.bashrc or ~/.zshrc: source it",
            "  sluice completion > /etc/bash_completion.d/sluice     for everybody, where bash-completion is installed"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String script = AutoComplete.bash("sluice", spec.root().commandLine());
        // As the shell finds it: by its name, and from the folder of the project.
        out.print(script);
        out.println("complete -F _complete_sluice -o default ./sluice");
        out.flush();
        return ExitCode.DONE;
    }
}
