package dev.sluice.load;

/** Loading cannot start or go on, for a reason that is not in the files. One line with what to do. */
public final class LoadFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LoadFailure(String message) {
        super(message);
    }

    public LoadFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
