package dev.sluice.avro;

/**
 * An infrastructure fault: the registry could not be asked, or gave no answer that means anything (refused connection,
 * time-out, 5xx, 401 or 403, a page of something else). Nothing is known about the record; wait and ask again.
 */
public final class RegistryUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one line: which registry, what happened, what to do */
    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
