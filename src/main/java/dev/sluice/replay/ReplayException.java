package dev.sluice.replay;

/** Recorded decisions cannot be judged again: something that judged them is gone. One line with the place and what to do. */
public final class ReplayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReplayException(String message) {
        super(message);
    }

    public ReplayException(String message, Throwable cause) {
        super(message, cause);
    }
}
