package dev.sluice.demo;

import java.util.List;

/**
 * The ten classes of the demo: how frequent each is, which others it resembles, and how often an annotator mixes it up
 * out of habit. The tables are part of the stream's definition and stay as they are.
 */
public final class DemoClasses {

    /** How many classes. */
    public static final int COUNT = 10;

    private static final List<String> NAMES =
            List.of("cat", "dog", "fox", "wolf", "deer", "horse", "car", "truck", "boat", "plane");

    /** P(true class). */
    private static final double[] PRIOR = {.13, .14, .08, .07, .09, .11, .13, .10, .08, .07};

    /** The class that each resembles most, and the runner-up. */
    private static final int[][] NEIGHBOURS = {
        {1, 2}, {3, 0}, {0, 3}, {1, 2}, {5, 2}, {4, 1}, {7, 8}, {6, 8}, {9, 6}, {8, 6}
    };

    /** P(the annotator writes the nearest neighbour | true class), whatever the item looks like. */
    private static final double[] HABIT = {.08, .12, .20, .25, .12, .06, .05, .16, .14, .10};

    private DemoClasses() {}

    /** Names in the order of their indices. */
    public static List<String> names() {
        return NAMES;
    }

    static double prior(int label) {
        return PRIOR[label];
    }

    static int nearest(int label) {
        return NEIGHBOURS[label][0];
    }

    static int second(int label) {
        return NEIGHBOURS[label][1];
    }

    static double habit(int label) {
        return HABIT[label];
    }
}
