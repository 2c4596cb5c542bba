package dev.sluice.files;

import java.util.Random;

/** In which order rows are handed on. {@code load} and {@code rehearse} share it: one seed, one order. */
public final class ArrivalOrder {

    private ArrivalOrder() {}

    /** As in the file: 0, 1, 2, ... */
    public static int[] ofFile(int rows) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        return order;
    }

    /** A permutation drawn by Fisher and Yates' method with {@link Random}, whose sequence is specified for ever. */
    public static int[] shuffled(int rows, long seed) {
        int[] order = ofFile(rows);
        Random random = new Random(seed);
        for (int i = rows - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
