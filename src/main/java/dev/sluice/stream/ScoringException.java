package dev.sluice.stream;

/** A model could not score a row that it should have been able to score: the model is at fault, not the data. */
public final class ScoringException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int row;

    /**
     * @param row the first row of the batch that it failed on
     * @param message what went wrong, for a person
     */
    public ScoringException(int row, String message) {
        super(message);
        this.row = row;
    }

    /** The first row of the batch that the model failed on. */
    public int row() {
        return row;
    }
}
