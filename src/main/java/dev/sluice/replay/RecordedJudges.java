package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Recollection;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.SnapshotHistory;
import dev.sluice.stream.SnapshotShelf;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * For each recorded decision, the snapshot and the policy that judged it, together with the policy to judge by now. Rows of
 * one partition come in the order of their judging, so few snapshots are wanted at a time; those that were wanted last stay
 * in memory, within a bound.
 */
final class RecordedJudges implements AutoCloseable {

    /** Encoded bytes of the snapshots in memory; decoded they take a few times as much. */
    private static final long LIMIT = 32L << 20;

    private final SnapshotShelf shelf;
    private final PipelineSpec spec;
    private final Map<Integer, Policy> recorded;
    private final Policy other;
    private final LinkedHashMap<String, OfSnapshot> byVersion = new LinkedHashMap<>(16, .75f, true);
    private long bytes;

    /**
     * @param recorded every policy of the topic, by version
     * @param other to judge by; null for the one that judged each row
     */
    RecordedJudges(Connection connection, PipelineSpec spec, Map<Integer, Policy> recorded, Policy other) {
        this.shelf = new SnapshotShelf(connection, spec);
        this.spec = spec;
        this.recorded = recorded;
        this.other = other;
    }

    private record OfSnapshot(Snapshot snapshot, long bytes, Map<Integer, Recollection> byPolicy) {}

    /** The policy that judged a row. */
    Policy policy(Decision row) {
        Policy policy = recorded.get(row.getPolicyVersion());
        if (policy == null) {
            throw new ReplayException("policy v" + row.getPolicyVersion() + ", which judged sample '"
                    + row.getSampleId() + "', is not in topic " + spec.policiesTopic()
                    + ": choose a range that other policies judged");
        }
        return policy;
    }

    /**
     * The snapshot and both policies of a row.
     *
     * @throws ReplayException when one of them is gone, or is another one by now
     */
    Recollection of(Decision row) {
        refuseOtherClasses(row, spec);
        OfSnapshot known = byVersion.get(row.getSnapshotVersion());
        if (known == null) {
            known = fetch(row);
            byVersion.put(row.getSnapshotVersion(), known);
            bytes += known.bytes();
            forget();
        }
        Snapshot snapshot = known.snapshot();
        return known.byPolicy()
                .computeIfAbsent(
                        row.getPolicyVersion(),
                        version -> new Recollection(snapshot, policy(row), other == null ? policy(row) : other));
    }

    /** @throws ReplayException when the labels of a row index another class list than the pipeline's */
    static void refuseOtherClasses(Decision row, PipelineSpec spec) {
        if (!row.getClassListHash().equals(spec.classes().hash())) {
            throw new ReplayException("sample '" + row.getSampleId() + "' was judged under another class list (hash "
                    + row.getClassListHash() + ", the file's is "
                    + spec.classes().hash()
                    + "): choose a range that begins after the change");
        }
    }

    private OfSnapshot fetch(Decision row) {
        if (row.getSnapshotVersion() == null) {
            return new OfSnapshot(null, 0, new HashMap<>());
        }
        SnapshotHistory.Kept kept =
                shelf.fetch(SnapshotVersion.parse(row.getSnapshotVersion())).orElse(null);
        Snapshot snapshot = kept == null ? null : kept.snapshot().orElse(null);
        if (snapshot == null) {
            throw new ReplayException("snapshot " + row.getSnapshotVersion() + ", which judged sample '"
                    + row.getSampleId() + "', is not in topic " + spec.snapshotsTopic()
                    + ": `sluice snapshots list` prints those that are; choose a range that they judged");
        }
        if (!snapshot.hash().equals(row.getSnapshotHash())) {
            throw new ReplayException(
                    "snapshot " + snapshot.version() + " in topic " + spec.snapshotsTopic() + " (hash "
                            + snapshot.hash() + ") is not the one that judged sample '" + row.getSampleId() + "' (hash "
                            + row.getSnapshotHash() + "): was the topic made anew? Choose a range since then");
        }
        return new OfSnapshot(snapshot, kept.bytes(), new HashMap<>());
    }

    private void forget() {
        for (Iterator<OfSnapshot> oldest = byVersion.values().iterator(); bytes > LIMIT && byVersion.size() > 1; ) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    @Override
    public void close() {
        shelf.close();
    }
}
