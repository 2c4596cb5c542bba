package dev.sluice.audit;

/** Sorts rows by a score, the smallest first; rows with equal scores stay in their order. */
final class WorstFirst {

    private static final int BITS = 11;

    private WorstFirst() {}

    /**
     * The rows in their new order. A radix sort of the scores' bits: stable, and without an object for each row.
     *
     * @param rows row numbers
     * @param scores of the same length, each at least 0
     */
    static int[] sort(int[] rows, double[] scores) {
        int[] from = rows.clone();
        int[] to = new int[from.length];
        long[] keys = new long[from.length];
        long[] movedKeys = new long[from.length];
        for (int i = 0; i < keys.length; i++) {
            // Non-negative doubles order as their bits do; adding 0 makes one zero of two.
            keys[i] = Double.doubleToRawLongBits(scores[i] + 0.0);
        }
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            int[] starts = starts(keys, shift);
            for (int i = 0; i < keys.length; i++) {
                int at = starts[digit(keys[i], shift)]++;
                to[at] = from[i];
                movedKeys[at] = keys[i];
            }
            int[] spare = from;
            from = to;
            to = spare;
            long[] spareKeys = keys;
            keys = movedKeys;
            movedKeys = spareKeys;
        }
        return from;
    }

    private static int[] starts(long[] keys, int shift) {
        int[] starts = new int[(1 << BITS) + 1];
        for (long key : keys) {
            starts[digit(key, shift) + 1]++;
        }
        for (int digit = 0; digit < 1 << BITS; digit++) {
            starts[digit + 1] += starts[digit];
        }
        return starts;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (1 << BITS) - 1;
    }
}
