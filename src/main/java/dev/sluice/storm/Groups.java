package dev.sluice.storm;

import java.util.Arrays;
import java.util.List;

/**
 * What is usual among the samples of one given label that the passes agree with, or do not: mean and standard deviation of
 * each quantity of a look. The paper takes the last B samples; here it is the reservoir, and the figures go into the snapshot,
 * so that a weight does not depend on which samples came just before.
 *
 * <p>A group of fewer than 8 rows is taken together with those of all other labels. With more than 128 labels all groups are.
 *
 * @param groups how many: 2 K, or 2 where labels are taken together
 * @param values for each group mean and standard deviation of the six quantities, then the standard deviation of all its losses
 */
public record Groups(int groups, float[] values) {

    /** Values of one group. */
    public static final int WIDTH = 13;

    static final int LOSS_MEAN = 0;
    static final int LOSS_STD = 1;
    static final int TOP_MEAN = 2;
    static final int TOP_STD = 3;
    static final int DIVERGENCE = 4;
    static final int OVERLAP = 5;
    private static final int QUANTITIES = 6;
    private static final int SPREAD = 12;
    private static final int LEAST_ROWS = 8;
    private static final int MOST_LABELS = 128;

    public Groups {
        if (groups < 2 || groups % 2 != 0 || values.length != groups * WIDTH) {
            throw new IllegalArgumentException(groups + " groups, " + values.length + " values, which must be 13 each");
        }
    }

    static Groups of(List<StormRow> rows, int classes) {
        Groups pooled = new Groups(2, new float[2 * WIDTH]);
        pooled.fill(rows);
        if (classes > MOST_LABELS) {
            return pooled;
        }
        Groups own = new Groups(2 * classes, new float[2 * classes * WIDTH]);
        int[] sizes = own.fill(rows);
        for (int g = 0; g < sizes.length; g++) {
            if (sizes[g] < LEAST_ROWS) {
                System.arraycopy(pooled.values, g % 2 * WIDTH, own.values, g * WIDTH, WIDTH);
            }
        }
        return own;
    }

    private int[] fill(List<StormRow> rows) {
        int[] sizes = new int[groups];
        rows.forEach(row -> sizes[group(row.given(), row.look().agrees())]++);
        for (int q = LOSS_MEAN; q <= TOP_STD; q++) {
            moments(rows, q);
        }
        for (int g = 0; g < groups; g++) {
            double within = mean(g, LOSS_STD);
            double between = std(g, LOSS_MEAN);
            values[g * WIDTH + SPREAD] = (float) Math.sqrt(within * within + between * between);
        }
        moments(rows, DIVERGENCE);
        moments(rows, OVERLAP);
        return sizes;
    }

    private void moments(List<StormRow> rows, int quantity) {
        double[] sums = new double[groups];
        double[] all = new double[groups];
        double[] squares = new double[groups];
        for (StormRow row : rows) {
            if (has(row.look(), quantity)) {
                int g = group(row.given(), row.look().agrees());
                all[g] += row.stands();
                sums[g] += row.stands() * of(row.look(), g, quantity);
            }
        }
        for (StormRow row : rows) {
            if (has(row.look(), quantity)) {
                int g = group(row.given(), row.look().agrees());
                double apart = of(row.look(), g, quantity) - sums[g] / all[g];
                squares[g] += row.stands() * apart * apart;
            }
        }
        for (int g = 0; g < groups; g++) {
            if (all[g] > 0) {
                values[g * WIDTH + 2 * quantity] = (float) (sums[g] / all[g]);
                values[g * WIDTH + 2 * quantity + 1] = (float) Math.sqrt(squares[g] / all[g]);
            }
        }
    }

    private static boolean has(Look look, int quantity) {
        return quantity == LOSS_MEAN || quantity == TOP_MEAN || look.spreads();
    }

    /** Where a sample belongs. */
    int group(int given, boolean agrees) {
        return (groups == 2 ? 0 : 2 * given) + (agrees ? 1 : 0);
    }

    double mean(int group, int quantity) {
        return values[group * WIDTH + 2 * quantity];
    }

    double std(int group, int quantity) {
        return values[group * WIDTH + 2 * quantity + 1];
    }

    /** A quantity of a look; what one pass cannot tell stands as the mean of its group. */
    double of(Look look, int group, int quantity) {
        if (!has(look, quantity)) {
            return mean(group, quantity);
        }
        double spread = values[group * WIDTH + SPREAD];
        return switch (quantity) {
            case LOSS_MEAN -> look.lossMean();
            case LOSS_STD -> look.lossStd();
            case TOP_MEAN -> look.topMean();
            case TOP_STD -> look.topStd();
            case DIVERGENCE -> Bell.divergence(look.lossMean(), look.lossStd(), mean(group, LOSS_MEAN), spread);
            case OVERLAP -> Bell.overlap(look.lossMean(), look.lossStd(), mean(group, LOSS_MEAN), spread);
            default -> throw new IllegalArgumentException("quantity " + quantity + " of " + QUANTITIES);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Groups that && groups == that.groups && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
