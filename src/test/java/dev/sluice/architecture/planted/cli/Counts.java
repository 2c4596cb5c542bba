package dev.sluice.architecture.planted.cli;

/** Remembers something for the whole process. */
public final class Counts {

    public static int counter;

    private Counts() {}
}
