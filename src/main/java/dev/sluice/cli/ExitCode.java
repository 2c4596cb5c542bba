package dev.sluice.cli;

/** What the process says at its end. */
final class ExitCode {

    /** It was done. */
    static final int DONE = 0;

    /** It failed, or the books are out of balance. */
    static final int FAILED = 1;

    /** It was asked wrongly: an unknown option, a file that cannot be used. */
    static final int MISUSE = 2;

    private ExitCode() {}
}
