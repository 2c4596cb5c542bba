package dev.sluice.noise;

/**
 * A competition for being flagged: rows compete within groups, and of each group a fixed number with the smallest values
 * is wanted. A row may compete in several groups. Immutable, for any number of threads.
 */
public interface Ranking {

    /** How many rows each group wants, at least 1 each and at most as many as compete in it; not to be written to. */
    long[] wanted();

    /** The first group in which rows with this label compete. */
    int firstGroup(int given);

    /** The group after the last in which rows with this label compete. */
    int endGroup(int given);

    /**
     * A row's value in a group.
     *
     * @param block rows of probabilities
     * @param from where the row starts
     * @param given its label
     * @param group one of its groups
     * @return a number in -1..1, up to rounding; the smallest are the worst
     */
    double value(double[] block, int from, int given, int group);
}
