package dev.sluice.storm;

import java.util.Arrays;

/**
 * The rescaler's network as it is applied: its normalisations have the moments of the whole reservoir, so that a weight does not
 * depend on which samples it is computed with.
 *
 * @param first (19, 19) by rows
 * @param firstMean 19 means of its outputs
 * @param firstFactor 19 factors, 1 over their standard deviations
 * @param second (2, 19) by rows
 * @param secondMean 2 means
 * @param secondFactor 2 factors
 */
public record Layers(
        float[] first,
        float[] firstMean,
        float[] firstFactor,
        float[] second,
        float[] secondMean,
        float[] secondFactor) {

    private static final int IN = Net.IN;
    private static final int OUT = Net.OUT;

    public Layers {
        if (first.length != IN * IN
                || firstMean.length != IN
                || firstFactor.length != IN
                || second.length != OUT * IN
                || secondMean.length != OUT
                || secondFactor.length != OUT) {
            throw new IllegalArgumentException("layers of " + first.length + ", " + firstMean.length + ", "
                    + firstFactor.length + ", " + second.length + ", " + secondMean.length + " and "
                    + secondFactor.length + " numbers, not of 361, 19, 19, 38, 2 and 2");
        }
    }

    static Layers of(Net net, Reservoir reservoir) {
        float[] firstMean = new float[IN];
        float[] firstFactor = new float[IN];
        double[] hidden = net.layer(reservoir.features, IN, IN, 0);
        moments(hidden, reservoir.stands, firstMean, firstFactor);
        for (int i = 0; i < hidden.length; i++) {
            int h = i % IN;
            hidden[i] = Math.max(0, (hidden[i] - firstMean[h]) * firstFactor[h]);
        }
        float[] secondMean = new float[OUT];
        float[] secondFactor = new float[OUT];
        moments(net.layer(hidden, IN, OUT, IN * IN), reservoir.stands, secondMean, secondFactor);
        return new Layers(
                floats(net.parameters, 0, IN * IN),
                firstMean,
                firstFactor,
                floats(net.parameters, IN * IN, OUT * IN),
                secondMean,
                secondFactor);
    }

    private static void moments(double[] rows, double[] stands, float[] mean, float[] factor) {
        int width = mean.length;
        double all = Arrays.stream(stands).sum();
        for (int k = 0; k < width; k++) {
            double sum = 0;
            for (int i = 0; i < stands.length; i++) {
                sum += stands[i] * rows[i * width + k];
            }
            double centre = sum / all;
            double squares = 0;
            for (int i = 0; i < stands.length; i++) {
                double apart = rows[i * width + k] - centre;
                squares += stands[i] * apart * apart;
            }
            mean[k] = (float) centre;
            factor[k] = (float) (1 / Math.sqrt(squares / all + BatchNorm.EPSILON));
        }
    }

    private static float[] floats(double[] values, int from, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) values[from + i];
        }
        return floats;
    }

    /** The weight of a row of features, in (0, 1). */
    double weight(double[] features) {
        double one = 0;
        double other = 0;
        for (int h = 0; h < IN; h++) {
            double sum = 0;
            for (int f = 0; f < IN; f++) {
                sum += (double) first[h * IN + f] * features[f];
            }
            double hidden = Math.max(0, (sum - firstMean[h]) * firstFactor[h]);
            one += second[h] * hidden;
            other += second[IN + h] * hidden;
        }
        return Net.sigmoid((other - secondMean[1]) * secondFactor[1] - (one - secondMean[0]) * secondFactor[0]);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Layers that
                && Arrays.equals(first, that.first)
                && Arrays.equals(firstMean, that.firstMean)
                && Arrays.equals(firstFactor, that.firstFactor)
                && Arrays.equals(second, that.second)
                && Arrays.equals(secondMean, that.secondMean)
                && Arrays.equals(secondFactor, that.secondFactor);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + Arrays.hashCode(second);
    }
}
