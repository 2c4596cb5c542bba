package dev.sluice.stream;

/** This instance and the generation of learnt state that is in force do not go together. The message says what to do. */
public final class GenerationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GenerationException(String message) {
        super(message);
    }
}
