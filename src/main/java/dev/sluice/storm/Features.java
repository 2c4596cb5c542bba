package dev.sluice.storm;

import java.util.Arrays;
import java.util.List;

/**
 * The 19 features of a sample, brought to one scale: six quantities of its look, each with mean and standard deviation of its
 * group, and whether the passes agree with the label.
 *
 * <p>Each is centred and divided by its standard deviation over the reservoir, and held within 4 of them: a divergence can be
 * millions, and would drown what else a layer sees. A feature that is constant over the reservoir, as all that speak of spread
 * are with one pass, is off: it is 0 for every sample, and no weight of the network can depend on it.
 *
 * @param centre 19 means
 * @param factor 19 factors, 0 for a feature that is off
 */
public record Features(float[] centre, float[] factor) {

    /** How many. */
    public static final int COUNT = 19;

    private static final int QUANTITIES = 6;
    private static final double FAR = 4;
    private static final double CONSTANT = 1e-6;

    public Features {
        if (centre.length != COUNT || factor.length != COUNT) {
            throw new IllegalArgumentException(
                    centre.length + " means and " + factor.length + " factors of 19 features");
        }
    }

    static Features of(List<StormRow> rows, Groups groups) {
        double[] sums = new double[COUNT];
        double[] squares = new double[COUNT];
        double all = 0;
        for (StormRow row : rows) {
            double[] plain = plain(row.given(), row.look(), groups);
            all += row.stands();
            for (int f = 0; f < COUNT; f++) {
                sums[f] += row.stands() * plain[f];
            }
        }
        for (StormRow row : rows) {
            double[] plain = plain(row.given(), row.look(), groups);
            for (int f = 0; f < COUNT; f++) {
                double apart = plain[f] - sums[f] / all;
                squares[f] += row.stands() * apart * apart;
            }
        }
        Features features = new Features(new float[COUNT], new float[COUNT]);
        for (int f = 0; f < COUNT; f++) {
            double std = Math.sqrt(squares[f] / all);
            features.centre[f] = (float) (sums[f] / all);
            features.factor[f] = std > CONSTANT ? (float) (1 / std) : 0;
        }
        return features;
    }

    /** 19 numbers in -4..4. */
    double[] of(int given, Look look, Groups groups) {
        double[] values = plain(given, look, groups);
        for (int f = 0; f < COUNT; f++) {
            values[f] = Math.max(-FAR, Math.min(FAR, (values[f] - centre[f]) * factor[f]));
        }
        return values;
    }

    private static double[] plain(int given, Look look, Groups groups) {
        double[] values = new double[COUNT];
        int group = groups.group(given, look.agrees());
        for (int q = 0; q < QUANTITIES; q++) {
            values[3 * q] = groups.of(look, group, q);
            values[3 * q + 1] = groups.mean(group, q);
            values[3 * q + 2] = groups.std(group, q);
        }
        values[COUNT - 1] = look.agrees() ? 1 : 0;
        return values;
    }

    /** Whether a look at a sample tells anything at all. */
    boolean live() {
        for (float each : factor) {
            if (each != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features that
                && Arrays.equals(centre, that.centre)
                && Arrays.equals(factor, that.factor);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(centre) + Arrays.hashCode(factor);
    }
}
