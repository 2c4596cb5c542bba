package dev.sluice.noise;

/** A function to be made small. */
interface Objective {

    /**
     * Value and gradient.
     *
     * @param at where
     * @param gradient takes the gradient, as long as {@code at}
     * @return the value, lower is better
     */
    double of(double[] at, double[] gradient);
}
