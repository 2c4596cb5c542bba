package dev.sluice.noise;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The rows that count for a snapshot: those of all partitions, without what has left the window. */
public final class LiveRows {

    private LiveRows() {}

    /**
     * Merges. The rows that are given stay as they are.
     *
     * @param window which panes count
     * @param partitions the rows of each partition
     * @return fresh rows by key; where panes are counted by partition, rows of one number are of different stretches of
     *     the stream, which makes no difference to their sum
     */
    public static Map<TallyKey, TallyRow> merge(
            Window window, Collection<? extends Map<TallyKey, TallyRow>> partitions) {
        long newest = newest(partitions);
        Map<TallyKey, TallyRow> merged = new TreeMap<>();
        for (Map<TallyKey, TallyRow> partition : partitions) {
            long newestHere = window.byPartition() ? newestOf(partition) : newest;
            partition.forEach((key, row) -> {
                if (window.live(key.pane(), newestHere)) {
                    merged.computeIfAbsent(key, absent -> new TallyRow()).merge(row);
                }
            });
        }
        return merged;
    }

    /** Removes from each partition what {@link #merge} leaves out, now and for ever. */
    public static void forget(Window window, Collection<? extends Map<TallyKey, TallyRow>> partitions) {
        long newest = newest(partitions);
        for (Map<TallyKey, TallyRow> partition : partitions) {
            long newestHere = window.byPartition() ? newestOf(partition) : newest;
            partition.keySet().removeIf(key -> !window.live(key.pane(), newestHere));
        }
    }

    private static long newest(Collection<? extends Map<TallyKey, TallyRow>> partitions) {
        return partitions.stream().mapToLong(LiveRows::newestOf).max().orElse(Long.MIN_VALUE);
    }

    private static long newestOf(Map<TallyKey, TallyRow> partition) {
        long newest = Long.MIN_VALUE;
        for (TallyKey key : partition.keySet()) {
            newest = Math.max(newest, key.pane());
        }
        return newest;
    }
}
