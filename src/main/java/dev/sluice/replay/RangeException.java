package dev.sluice.replay;

/** A range that cannot be read: unknown, empty, or deleted already. One line with the place and what to do. */
public final class RangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RangeException(String message) {
        super(message);
    }

    public RangeException(String message, Throwable cause) {
        super(message, cause);
    }
}
