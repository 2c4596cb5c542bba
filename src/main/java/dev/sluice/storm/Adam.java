package dev.sluice.storm;

/** Adam (Kingma and Ba, ICLR 2015) with its usual constants. Mutable, for one thread. */
final class Adam {

    private static final double FIRST = .9;
    private static final double SECOND = .999;
    private static final double EPSILON = 1e-8;

    private final double rate;
    private final double[] mean;
    private final double[] square;
    private double firstLeft = 1;
    private double secondLeft = 1;

    Adam(int parameters, double rate) {
        this.rate = rate;
        mean = new double[parameters];
        square = new double[parameters];
    }

    /** Takes one step down a gradient. */
    void step(double[] parameters, double[] gradient) {
        firstLeft *= FIRST;
        secondLeft *= SECOND;
        for (int i = 0; i < parameters.length; i++) {
            mean[i] = FIRST * mean[i] + (1 - FIRST) * gradient[i];
            square[i] = SECOND * square[i] + (1 - SECOND) * gradient[i] * gradient[i];
            parameters[i] -= rate * (mean[i] / (1 - firstLeft)) / (Math.sqrt(square[i] / (1 - secondLeft)) + EPSILON);
        }
    }
}
