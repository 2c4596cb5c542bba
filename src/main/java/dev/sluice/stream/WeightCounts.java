package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Loss weights of the clean samples, counted since the pipeline's first: a histogram, their sum and the sum of their
 * squares. Sums are fixed-point with 20 binary places, so that they do not depend on the order; they hold some 5e11 rows
 * of weight 4. Part of the ledger. Mutable.
 */
public final class WeightCounts {

    private static final byte VERSION = 1;
    private static final double ONE = 1 << 20;
    private static final double[] BOUNDS = {0, .05, .1, .25, .5, .75, 1, 1.25, 1.5, 2, 3, 4};

    private final long[] buckets = new long[BOUNDS.length + 1];
    private long sum;
    private long squares;

    /** Upper bounds of the histogram's buckets, inclusive; one more bucket holds what is above. */
    public static double[] bounds() {
        return BOUNDS.clone();
    }

    void count(double weight) {
        int at = Arrays.binarySearch(BOUNDS, weight);
        buckets[at >= 0 ? at : -at - 1]++;
        sum = Math.addExact(sum, Math.round(weight * ONE));
        squares = Math.addExact(squares, Math.round(weight * weight * ONE));
    }

    /** Adds others to these. */
    public void add(WeightCounts other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        sum = Math.addExact(sum, other.sum);
        squares = Math.addExact(squares, other.squares);
    }

    /** Rows in each bucket, not cumulative. */
    public long[] buckets() {
        return buckets.clone();
    }

    /** Sum of the weights. */
    public double sum() {
        return sum / ONE;
    }

    /** Kish's effective sample size, (sum w)^2 / sum w^2; 0 without rows. */
    public double effectiveSampleSize() {
        return squares == 0 ? 0 : sum() * (sum / (double) squares);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(1 + (buckets.length + 2) * Long.BYTES);
        out.put(VERSION).putLong(sum).putLong(squares);
        for (long bucket : buckets) {
            out.putLong(bucket);
        }
        return out.array();
    }

    static WeightCounts decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store 'ledger' holds counts of weights in format " + version
                    + ": run the version that wrote it, or reset the pipeline");
        }
        WeightCounts counts = new WeightCounts();
        counts.sum = in.getLong();
        counts.squares = in.getLong();
        for (int i = 0; i < counts.buckets.length; i++) {
            counts.buckets[i] = in.getLong();
        }
        return counts;
    }
}
