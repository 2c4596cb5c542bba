package dev.sluice.avro;

/**
 * A healthy registry will not take one of our schemas: it is incompatible with what the subject holds, the registry is
 * read-only, or registration is off and the schema is not there. Waiting does not help, a person has to act.
 */
public final class SchemaRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one line: which subject, why, and what to do */
    public SchemaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
