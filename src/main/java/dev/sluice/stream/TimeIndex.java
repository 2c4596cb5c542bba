package dev.sluice.stream;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ids by event time, in buckets, for finding what lies before a moment. An id may stand in it more than once, and may
 * have become irrelevant since: whoever polls asks the store.
 *
 * <p>With a bucket of 1 ms the order is the order of time, then of insertion. Wider buckets answer late by up to a bucket,
 * which is enough for forgetting.
 */
final class TimeIndex {

    private final long width;
    private final TreeMap<Long, ArrayDeque<String>> buckets = new TreeMap<>();

    TimeIndex(long widthMillis) {
        this.width = widthMillis;
    }

    void add(long time, String id) {
        buckets.computeIfAbsent(Math.floorDiv(time, width), bucket -> new ArrayDeque<>())
                .add(id);
    }

    /** Removes and answers an id whose whole bucket lies strictly before the moment, or null. */
    String pollBefore(long moment) {
        Map.Entry<Long, ArrayDeque<String>> first = buckets.firstEntry();
        if (first == null || (first.getKey() + 1) * width > moment) {
            return null;
        }
        String id = first.getValue().poll();
        if (first.getValue().isEmpty()) {
            buckets.remove(first.getKey());
        }
        return id;
    }
}
