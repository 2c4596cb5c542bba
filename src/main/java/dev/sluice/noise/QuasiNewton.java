package dev.sluice.noise;

import java.util.Arrays;

/**
 * Minimises a smooth function within a budget of steps: L-BFGS with a backtracking line search (Nocedal and Wright,
 * "Numerical Optimization", 2nd edition, algorithms 7.4 and 3.1). No chance, no clock: the same start gives the same end.
 *
 * <p>The functions here are likelihoods of some thousand rows; after a dozen steps what is left to gain is far below what
 * another draw of rows would change, so the budget, not convergence, usually ends it.
 */
final class QuasiNewton {

    private static final int MEMORY = 6;
    private static final int HALVINGS = 20;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double ENOUGH = 1e-7;

    private final Objective objective;
    private final int size;
    private final double[][] moves = new double[MEMORY][];
    private final double[][] turns = new double[MEMORY][];
    private final double[] curvature = new double[MEMORY];
    private int remembered;

    private QuasiNewton(Objective objective, int size) {
        this.objective = objective;
        this.size = size;
    }

    /**
     * Minimises.
     *
     * @param start where to begin; stays as it is
     * @param steps most steps taken
     * @return the best point seen
     */
    static double[] minimise(Objective objective, double[] start, int steps) {
        return new QuasiNewton(objective, start.length).run(start, steps);
    }

    private double[] run(double[] start, int steps) {
        double[] at = start.clone();
        double[] gradient = new double[size];
        double value = objective.of(at, gradient);
        for (int step = 0; step < steps; step++) {
            double[] direction = direction(gradient);
            double slope = dot(direction, gradient);
            if (!(slope < 0)) {
                return at;
            }
            double length = remembered == 0 ? Math.min(1, 1 / StrictMath.sqrt(dot(gradient, gradient))) : 1;
            double[] next = new double[size];
            double[] nextGradient = new double[size];
            double nextValue = Double.NaN;
            boolean found = false;
            for (int halving = 0; halving < HALVINGS && !found; halving++) {
                for (int i = 0; i < size; i++) {
                    next[i] = at[i] + length * direction[i];
                }
                nextValue = objective.of(next, nextGradient);
                found = nextValue <= value + SUFFICIENT_DECREASE * length * slope;
                length /= 2;
            }
            if (!found) {
                return at;
            }
            remember(at, next, gradient, nextGradient);
            boolean enough = value - nextValue <= ENOUGH * Math.abs(value);
            at = next;
            gradient = nextGradient;
            value = nextValue;
            if (enough) {
                return at;
            }
        }
        return at;
    }

    private void remember(double[] at, double[] next, double[] gradient, double[] nextGradient) {
        double[] move = new double[size];
        double[] turn = new double[size];
        for (int i = 0; i < size; i++) {
            move[i] = next[i] - at[i];
            turn[i] = nextGradient[i] - gradient[i];
        }
        double bend = dot(move, turn);
        if (bend > 0) {
            int slot = remembered % MEMORY;
            moves[slot] = move;
            turns[slot] = turn;
            curvature[slot] = bend;
            remembered++;
        }
    }

    /** The two-loop recursion: the gradient, turned by what was learnt of the curvature. */
    private double[] direction(double[] gradient) {
        double[] direction = gradient.clone();
        int kept = Math.min(remembered, MEMORY);
        double[] factor = new double[MEMORY];
        for (int back = 1; back <= kept; back++) {
            int slot = (remembered - back) % MEMORY;
            factor[slot] = dot(moves[slot], direction) / curvature[slot];
            add(direction, -factor[slot], turns[slot]);
        }
        if (kept > 0) {
            int slot = (remembered - 1) % MEMORY;
            double scale = curvature[slot] / dot(turns[slot], turns[slot]);
            Arrays.setAll(direction, i -> direction[i] * scale);
        }
        for (int back = kept; back >= 1; back--) {
            int slot = (remembered - back) % MEMORY;
            add(direction, factor[slot] - dot(turns[slot], direction) / curvature[slot], moves[slot]);
        }
        Arrays.setAll(direction, i -> -direction[i]);
        return direction;
    }

    private static void add(double[] to, double times, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * what[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
