package dev.sluice.embedded;

/** An answer of the registry that is not the one hoped for, as the Confluent API words it. */
final class RegistryFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    /**
     * @param status HTTP status
     * @param code the registry's own code, whose first three digits are the status
     */
    RegistryFault(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }
}
