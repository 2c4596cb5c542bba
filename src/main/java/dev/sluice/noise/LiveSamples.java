package dev.sluice.noise;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The learning samples that count for a snapshot, as {@link LiveRows} has the sums. */
public final class LiveSamples {

    private LiveSamples() {}

    /** Merges the live panes of all partitions, by model. The samples that are given stay as they are. */
    public static Map<ModelKey, LearningSample> merge(
            Window window, Collection<? extends Map<SampleKey, LearningSample>> partitions) {
        long newest = newest(partitions);
        Map<ModelKey, LearningSample> merged = new TreeMap<>();
        for (Map<SampleKey, LearningSample> partition : partitions) {
            long newestHere = window.byPartition() ? newestOf(partition) : newest;
            partition.forEach((key, sample) -> {
                if (window.live(key.pane(), newestHere)) {
                    merged.computeIfAbsent(key.model(), absent -> new LearningSample(sample.classes()))
                            .merge(sample);
                }
            });
        }
        return merged;
    }

    /** Removes from each partition what {@link #merge} leaves out, now and for ever. */
    public static void forget(Window window, Collection<? extends Map<SampleKey, LearningSample>> partitions) {
        long newest = newest(partitions);
        for (Map<SampleKey, LearningSample> partition : partitions) {
            long newestHere = window.byPartition() ? newestOf(partition) : newest;
            partition.keySet().removeIf(key -> !window.live(key.pane(), newestHere));
        }
    }

    private static long newest(Collection<? extends Map<SampleKey, LearningSample>> partitions) {
        return partitions.stream().mapToLong(LiveSamples::newestOf).max().orElse(Long.MIN_VALUE);
    }

    private static long newestOf(Map<SampleKey, LearningSample> partition) {
        return partition.keySet().stream().mapToLong(SampleKey::pane).max().orElse(Long.MIN_VALUE);
    }
}
