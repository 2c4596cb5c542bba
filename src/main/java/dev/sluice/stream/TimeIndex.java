package dev.sluice.stream;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Ids by event time, in buckets, for finding what lies before a moment. An id may stand in it more than once, and may
 * have become irrelevant since: whoever polls asks the store.
 *
 * <p>With a bucket of 1 ms the order is that of time, then of ids: it must not depend on when what was added, since after
 * a restart everything is added anew. Wider buckets answer late by up to a bucket and in any order, which is enough for
 * forgetting.
 */
final class TimeIndex {

    private final long width;
    private final TreeMap<Long, ArrayDeque<String>> buckets = new TreeMap<>();
    /** What is left of the first bucket when it is being polled: sorted, and no longer added to. */
    private ArrayDeque<String> due = new ArrayDeque<>();

    private long dueTime;

    TimeIndex(long widthMillis) {
        this.width = widthMillis;
    }

    void add(long time, String id) {
        buckets.computeIfAbsent(Math.floorDiv(time, width), bucket -> new ArrayDeque<>())
                .add(id);
    }

    /** Removes and answers an id whose whole bucket lies strictly before the moment, or null. */
    String pollBefore(long moment) {
        if (due.isEmpty()) {
            Map.Entry<Long, ArrayDeque<String>> first = buckets.firstEntry();
            if (first == null || (first.getKey() + 1) * width > moment) {
                return null;
            }
            buckets.remove(first.getKey());
            dueTime = first.getKey() * width;
            due = width == 1 && first.getValue().size() > 1
                    ? new ArrayDeque<>(new TreeSet<>(first.getValue()))
                    : first.getValue();
        }
        return dueTime + width > moment ? null : due.poll();
    }

    /** Where the bucket begins that the id polled last stood in. */
    long polledTime() {
        return dueTime;
    }

    /**
     * The earliest time at which something stands that still counts. What stands before it and does not is taken out, but
     * no more of it than allowed: then the answer is too early.
     *
     * @return {@link Long#MAX_VALUE} when there is nothing
     */
    long earliest(int most, BiPredicate<String, Long> counts) {
        for (int looks = 0; looks < most; looks++) {
            Map.Entry<Long, ArrayDeque<String>> first = buckets.firstEntry();
            ArrayDeque<String> ids = !due.isEmpty() ? due : first == null ? null : first.getValue();
            if (ids == null) {
                return Long.MAX_VALUE;
            }
            long time = ids == due ? dueTime : first.getKey() * width;
            if (counts.test(ids.peek(), time)) {
                return time;
            }
            ids.poll();
            if (ids != due && ids.isEmpty()) {
                buckets.remove(first.getKey());
            }
        }
        return !due.isEmpty() ? dueTime : buckets.isEmpty() ? Long.MAX_VALUE : buckets.firstKey() * width;
    }
}
