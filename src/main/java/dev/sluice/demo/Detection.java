package dev.sluice.demo;

/** How well a rule finds wrong labels. Quotients without anything to divide by are 0. */
public final class Detection {

    private long hits;
    private long falseAlarms;
    private long misses;

    void count(boolean flagged, boolean wrong) {
        hits += flagged && wrong ? 1 : 0;
        falseAlarms += flagged && !wrong ? 1 : 0;
        misses += !flagged && wrong ? 1 : 0;
    }

    /** Of what it flags, the share that is wrong. */
    public double precision() {
        return quotient(hits, hits + falseAlarms);
    }

    /** Of what is wrong, the share that it flags. */
    public double recall() {
        return quotient(hits, hits + misses);
    }

    /** Harmonic mean of the two. */
    public double f1() {
        return quotient(2 * hits, 2 * hits + falseAlarms + misses);
    }

    private static double quotient(long part, long whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }
}
