package dev.sluice.replay;

/** A recount could not be made: a topic is missing, or holds what it should not. One line with the place. */
public final class VerificationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VerificationException(String message) {
        super(message);
    }

    public VerificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
