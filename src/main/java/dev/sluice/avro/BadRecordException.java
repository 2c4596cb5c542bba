package dev.sluice.avro;

import java.util.Objects;

/** A data fault: the record itself is wrong, now and for ever. It becomes a dead letter, and the stream goes on. */
public final class BadRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final LetterCause cause;

    /**
     * @param cause which kind of fault
     * @param detail for a person: what was expected, and what was found
     */
    public BadRecordException(LetterCause cause, String detail) {
        // No stack trace: faults come in floods, and the detail says all.
        super(Objects.requireNonNull(detail, "detail"), null, false, false);
        this.cause = Objects.requireNonNull(cause, "cause");
    }

    /** Which kind of fault. */
    public LetterCause letterCause() {
        return cause;
    }

    /** What was expected, and what was found. */
    public String detail() {
        return getMessage();
    }
}
