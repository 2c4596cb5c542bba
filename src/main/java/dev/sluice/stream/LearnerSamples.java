package dev.sluice.stream;

import dev.sluice.noise.LearningSample;
import dev.sluice.noise.LiveSamples;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SampleKey;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The learner's copy of every partition's learning sample, decoded: rows by the key that they came with, since a deleted row
 * leaves nothing else. Kept are at most 4,096 rows of each partition, pane and model version.
 */
final class LearnerSamples {

    private final int classes;
    private final TreeMap<Integer, TreeMap<SampleKey, TreeMap<String, SampleRow>>> rows = new TreeMap<>();

    LearnerSamples(int classes) {
        this.classes = classes;
    }

    void clear() {
        rows.clear();
    }

    /** Takes over one row; null for one that was dropped. */
    void apply(String key, ControlKeys.SampleAddress address, SampleRow row) {
        TreeMap<SampleKey, TreeMap<String, SampleRow>> partition =
                rows.computeIfAbsent(address.partition(), none -> new TreeMap<>());
        if (row != null) {
            partition.computeIfAbsent(address.key(), none -> new TreeMap<>()).put(key, row);
            return;
        }
        TreeMap<String, SampleRow> kept = partition.get(address.key());
        if (kept != null && kept.remove(key) != null && kept.isEmpty()) {
            partition.remove(address.key());
        }
    }

    /**
     * The samples of the live panes, merged over panes and partitions.
     *
     * @param sums the partial sums of the live panes, merged: they know how many rows there were
     */
    Map<ModelKey, LearningSample> merged(Window window, Map<TallyKey, TallyRow> sums) {
        List<Map<SampleKey, LearningSample>> partitions = new ArrayList<>();
        for (TreeMap<SampleKey, TreeMap<String, SampleRow>> partition : rows.values()) {
            Map<SampleKey, LearningSample> samples = new TreeMap<>();
            partition.forEach((key, kept) -> {
                LearningSample sample = new LearningSample(classes);
                kept.values().forEach(sample::keep);
                samples.put(key, sample);
            });
            partitions.add(samples);
        }
        Map<ModelKey, LearningSample> merged = LiveSamples.merge(window, partitions);
        sums.forEach((key, row) -> {
            LearningSample sample = merged.computeIfAbsent(key.model(), none -> new LearningSample(classes));
            sample.count(key.givenLabel(), true, row.agreeing());
            sample.count(key.givenLabel(), false, row.count() - row.agreeing());
        });
        return merged;
    }
}
