package dev.sluice.replay;

/** A rehearsal cannot go on, or does not come to what was recorded. The message is one line for people. */
public final class RehearsalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RehearsalException(String message) {
        super(message);
    }
}
