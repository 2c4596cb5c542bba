package dev.sluice;

import dev.sluice.cli.SluiceCommand;

/** The start of the program. The only place that ends the process. */
public final class Sluice {

    private Sluice() {}

    public static void main(String[] arguments) {
        System.exit(SluiceCommand.commandLine().execute(arguments));
    }
}
