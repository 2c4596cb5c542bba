package dev.sluice.weight;

/** Which rows pass as clean. */
@FunctionalInterface
public interface Passing {

    /**
     * Whether a row does.
     *
     * @param given given label, in 0..K-1
     * @param pWrong P(label wrong), in 0..1
     */
    boolean clean(int given, double pWrong);
}
