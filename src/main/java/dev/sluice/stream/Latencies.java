package dev.sluice.stream;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long decisions took, from the event time of their evidence to now, since the start of this instance. */
public final class Latencies {

    private static final long[] BOUNDS = {5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 600_000};

    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS.length + 1);
    private final LongAdder sum = new LongAdder();

    void took(long millis) {
        long positive = Math.max(0, millis);
        int at = Arrays.binarySearch(BOUNDS, positive);
        buckets.incrementAndGet(at >= 0 ? at : -at - 1);
        sum.add(positive);
    }

    /** Upper bounds of the buckets in milliseconds, inclusive; one more bucket holds what is above. */
    public static long[] bounds() {
        return BOUNDS.clone();
    }

    /** Decisions in each bucket, not cumulative. */
    public long[] buckets() {
        long[] now = new long[buckets.length()];
        Arrays.setAll(now, buckets::get);
        return now;
    }

    /** Sum of all, in milliseconds. */
    public long sum() {
        return sum.sum();
    }
}
