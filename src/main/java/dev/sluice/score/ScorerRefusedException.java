package dev.sluice.score;

/** A model that is not used, with what to do about it. */
public final class ScorerRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScorerRefusedException(String message) {
        super(message);
    }
}
