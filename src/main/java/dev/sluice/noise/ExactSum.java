package dev.sluice.noise;

/**
 * A sum with twice the digits of a double (Knuth's two-sum), so that the rounded result does not depend on the order of what is
 * added, but for one case in 2^50 or so. Infinite once anything infinite was added.
 */
final class ExactSum {

    private double sum;
    private double rest;

    void clear() {
        sum = 0;
        rest = 0;
    }

    void add(double term) {
        double next = sum + term;
        double back = next - sum;
        rest += (sum - (next - back)) + (term - back);
        sum = next;
    }

    double value() {
        return Double.isInfinite(sum) ? sum : sum + rest;
    }
}
