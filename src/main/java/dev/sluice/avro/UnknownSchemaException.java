package dev.sluice.avro;

/**
 * A healthy registry answered, and there is no schema in it to read records with: it does not know what it was asked for, or
 * has a text there that Avro refuses. Asking again may give another answer soon after a producer has registered it.
 */
public final class UnknownSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    private final LetterCause cause;

    /** @param message one line: what is unknown to which registry */
    public UnknownSchemaException(String message) {
        this(LetterCause.UNKNOWN_SCHEMA, message);
    }

    UnknownSchemaException(LetterCause cause, String message) {
        super(message, null, false, false);
        this.cause = cause;
    }

    /** What the records become letters for, once the registry has said it often enough. */
    public LetterCause letterCause() {
        return cause;
    }
}
