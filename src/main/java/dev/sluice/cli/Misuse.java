package dev.sluice.cli;

/** A command was asked for something that makes no sense. The message says what to ask for instead; exit code 2. */
public final class Misuse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Misuse(String message) {
        super(message);
    }
}
