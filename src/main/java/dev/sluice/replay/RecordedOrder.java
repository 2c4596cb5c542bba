package dev.sluice.replay;

import dev.sluice.judge.Gate;
import dev.sluice.judge.Policy;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.ClassList;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.SpecException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a live run did, in the order that its partitions recorded: which snapshots it adopted and what they covered, and
 * under which of them each sample was judged.
 *
 * @param snapshots in the order of their versions, all of one generation
 * @param rows one for each decision
 * @param policies the text of every policy that the pipeline had, by version; none in what older versions recorded
 */
public record RecordedOrder(
        List<RecordedSnapshot> snapshots, List<RecordedRow> rows, SortedMap<Integer, String> policies) {

    public RecordedOrder {
        policies = Collections.unmodifiableSortedMap(new TreeMap<>(policies));
        snapshots = List.copyOf(snapshots);
        rows = List.copyOf(rows);
        for (int i = 1; i < snapshots.size(); i++) {
            SnapshotVersion before = snapshots.get(i - 1).version();
            SnapshotVersion version = snapshots.get(i).version();
            if (before.compareTo(version) >= 0) {
                throw new RehearsalException("snapshot " + version + " stands after " + before
                        + ": the order must list snapshots by version");
            }
            if (before.generation() != version.generation()) {
                throw new RehearsalException(
                        "snapshots " + before + " and " + version + " are of two generations: record the order of one");
            }
        }
    }

    /** A record that does not say which policies there were. */
    public RecordedOrder(List<RecordedSnapshot> snapshots, List<RecordedRow> rows) {
        this(snapshots, rows, new TreeMap<>());
    }

    /** The recorded policies as the judge takes them, by version; without those of another class list. */
    public SortedMap<Integer, Policy> policies(ClassList classes) {
        SortedMap<Integer, Policy> fit = new TreeMap<>();
        policies.forEach((version, yaml) -> {
            try {
                fit.put(
                        version,
                        PipelineLoader.parsePolicy("policy v" + version, yaml).toPolicy(version, classes));
            } catch (SpecException | IllegalArgumentException ofOtherClasses) {
                // No row of this generation can name it; one that does is refused for it.
            }
        });
        return fit;
    }

    /**
     * One snapshot that the live run froze.
     *
     * @param version its version
     * @param hash its content hash
     * @param coverage what it knew of each partition
     */
    public record RecordedSnapshot(SnapshotVersion version, String hash, List<Coverage> coverage) {

        public RecordedSnapshot {
            coverage = List.copyOf(coverage);
        }
    }

    /**
     * One decision of the live run.
     *
     * @param sampleId which sample
     * @param presentation which showing of it
     * @param partition where it arrived
     * @param sequence its number among the evidence of that partition, from 1
     * @param snapshot what judged it, empty when there was no snapshot yet
     * @param policy version of the policy that judged it
     * @param gates in force
     * @param time event time of its evidence, ms; empty in what older versions recorded
     * @param missing ids of the awaited models that were not heard
     */
    public record RecordedRow(
            String sampleId,
            int presentation,
            int partition,
            long sequence,
            Optional<SnapshotVersion> snapshot,
            int policy,
            Set<Gate> gates,
            OptionalLong time,
            List<String> missing) {

        /** A row that was judged by every awaited model, and whose time was not recorded. */
        public RecordedRow(
                String sampleId,
                int presentation,
                int partition,
                long sequence,
                Optional<SnapshotVersion> snapshot,
                int policy,
                Set<Gate> gates) {
            this(sampleId, presentation, partition, sequence, snapshot, policy, gates, OptionalLong.empty(), List.of());
        }

        public RecordedRow {
            gates = Set.copyOf(gates);
            missing = List.copyOf(missing);
        }
    }
}
