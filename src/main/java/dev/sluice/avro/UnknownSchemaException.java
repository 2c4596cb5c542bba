package dev.sluice.avro;

/** A healthy registry answered that it does not know what it was asked for. */
public final class UnknownSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one line: what is unknown to which registry */
    public UnknownSchemaException(String message) {
        super(message, null, false, false);
    }
}
