package dev.sluice.replay;

import dev.sluice.judge.Decision;
import dev.sluice.judge.Judge;
import dev.sluice.judge.Policy;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.RecentRates;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.WarmStart;
import dev.sluice.noise.Window;
import dev.sluice.replay.RecordedOrder.RecordedRow;
import dev.sluice.replay.RecordedOrder.RecordedSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Does again what a live run did, from its recorded order: re-learns every snapshot from the rows that it covered, in any
 * number of partitions, and judges every row under the snapshot that judged it then.
 *
 * <p>Within a partition evidence is counted and judged in the order of its sequence, so a coverage of (arrived, judged)
 * says exactly which rows a snapshot knows. Sums are exact, so the interleaving of the partitions, which nobody recorded,
 * makes no difference, and the content hash of a re-learnt snapshot must equal the recorded one.
 *
 * <p>Policies come from the record, too: every row names the one that judged it. How many samples end a warm-up is a
 * choice of the policy that the learner had when it froze. That is not recorded, so it is found by trying: where it
 * matters, only the right one gives the recorded hash.
 *
 * <p>A row is judged, and its cell of the joint found, as soon as its snapshot exists; no snapshot is kept beyond the
 * next. Memory: the sums, one snapshot, and one decision a row, as decisions go out in the order of the record.
 */
public final class OrderedRehearsal {

    private final RehearsalSetup setup;
    private final FiledRows rows;
    private final RecordedOrder order;
    private final SortedMap<Integer, Policy> policies;
    private final List<Long> warmUps;
    private final LearntState learnt;
    private final Map<Integer, PartitionCursor> cursors;
    private final int[] indices;
    private final Decision[] decisions;
    private final int[][] cells;
    private final RehearsalSummary summary = new RehearsalSummary();

    private OrderedRehearsal(
            RehearsalSetup setup, FiledRows rows, RecordedOrder order, SortedMap<Integer, Policy> policies) {
        this.setup = setup;
        this.rows = rows;
        this.order = order;
        this.learnt = new LearntState(setup);
        this.cursors = PartitionCursor.of(order.rows());
        this.policies = policies.isEmpty()
                ? new TreeMap<>(Map.of(setup.policy().version(), setup.policy()))
                : new TreeMap<>(policies);
        this.warmUps = this.policies.values().stream()
                .map(policy -> policy.warmUp().samples())
                .distinct()
                .toList();
        this.indices = indices(rows, order, this.policies.keySet());
        this.decisions = new Decision[order.rows().size()];
        this.cells = new int[decisions.length][];
    }

    /**
     * Runs the whole record.
     *
     * @param setup the pipeline; how often snapshots are frozen, and how far ahead judging runs, come from the record
     * @param rows labels and logits; rows that the record does not name take no part
     * @param order what the live run did
     * @param sink takes one decision for each recorded row, in the order of the record
     * @throws RehearsalException if the record does not fit the rows, or a snapshot comes out different
     */
    public static RehearsalSummary run(RehearsalSetup setup, FiledRows rows, RecordedOrder order, DecisionSink sink)
            throws IOException {
        return run(setup, new TreeMap<>(), rows, order, sink);
    }

    /**
     * Runs the whole record, each row under its policy.
     *
     * @param policies every policy of the live run, by version; none for that of the setup alone
     */
    public static RehearsalSummary run(
            RehearsalSetup setup,
            SortedMap<Integer, Policy> policies,
            FiledRows rows,
            RecordedOrder order,
            DecisionSink sink)
            throws IOException {
        OrderedRehearsal rehearsal = new OrderedRehearsal(setup, rows, order, policies);
        rehearsal.learnAndJudge();
        for (int i = 0; i < rehearsal.decisions.length; i++) {
            rehearsal.summary.count(rehearsal.decisions[i]);
            sink.decided(rows.fileRow(rehearsal.indices[i]), order.rows().get(i).sampleId(), rehearsal.decisions[i]);
        }
        return rehearsal.summary;
    }

    private static int[] indices(FiledRows rows, RecordedOrder order, Set<Integer> policies) {
        Map<Showing, Integer> byShowing = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            byShowing.put(new Showing(rows.id(row), rows.repeats() ? rows.presentation(row) : 0), row);
        }
        int[] indices = new int[order.rows().size()];
        for (int i = 0; i < indices.length; i++) {
            RecordedRow recorded = order.rows().get(i);
            // A sample that is judged once is called by the presentation of one of its logits; which, is no matter
            // here.
            int presentation = rows.repeats() ? recorded.presentation() : 0;
            Integer row = byShowing.get(new Showing(recorded.sampleId(), presentation));
            if (row == null) {
                throw new RehearsalException("sample " + recorded.sampleId()
                        + (recorded.presentation() == 0 ? "" : " presentation " + recorded.presentation())
                        + " is in the recorded order but not in the files: pass the files that were loaded");
            }
            if (!policies.contains(recorded.policy())) {
                throw new RehearsalException("sample " + recorded.sampleId() + " was judged by policy v"
                        + recorded.policy() + ", known are "
                        + policies.stream().map(known -> "v" + known).collect(Collectors.joining(", "))
                        + ": record the order again with this version's verify");
            }
            indices[i] = row;
        }
        return indices;
    }

    private void learnAndJudge() {
        Map<SnapshotVersion, List<Integer>> bySnapshot = new HashMap<>();
        List<Integer> withoutSnapshot = new ArrayList<>();
        for (int i = 0; i < decisions.length; i++) {
            order.rows()
                    .get(i)
                    .snapshot()
                    .map(version -> bySnapshot.computeIfAbsent(version, none -> new ArrayList<>()))
                    .orElse(withoutSnapshot)
                    .add(i);
        }
        judge(withoutSnapshot, null);
        for (RecordedSnapshot recorded : order.snapshots()) {
            Snapshot snapshot = relearn(recorded);
            summary.learnt(snapshot);
            List<Integer> judged = bySnapshot.remove(recorded.version());
            judge(judged == null ? List.of() : judged, snapshot);
        }
        if (!bySnapshot.isEmpty()) {
            SnapshotVersion unknown = bySnapshot.keySet().iterator().next();
            throw new RehearsalException("sample "
                    + order.rows().get(bySnapshot.get(unknown).get(0)).sampleId() + " was judged under snapshot "
                    + unknown + ", which the recorded order does not list");
        }
    }

    private Snapshot relearn(RecordedSnapshot recorded) {
        for (Coverage covered : recorded.coverage()) {
            PartitionCursor cursor = cursors.get(covered.partition());
            if (cursor == null) {
                if (covered.arrived() > 0) {
                    throw new RehearsalException("snapshot " + recorded.version() + " covers partition "
                            + covered.partition() + ", of which no decision is recorded");
                }
                continue;
            }
            cursor.advance(covered, recorded.version(), this::arrive, i -> join(i, recorded.version()));
        }
        // Only an opening covers nothing at all; with a warm start it is what was imported.
        if (recorded.coverage().isEmpty() && setup.warmStart() != null) {
            return checked(WarmStart.opening(recorded.version(), setup.warmStart()), recorded);
        }
        RecentRates recent = learnt.recentRates();
        // A learner of before there were breakers froze without rates.
        Snapshot frozen = learnt.freeze(
                recorded.version(),
                recorded.coverage(),
                warmUps,
                candidate -> candidate.hash().equals(recorded.hash())
                        || candidate.withRates(recent).hash().equals(recorded.hash()));
        return frozen.hash().equals(recorded.hash()) ? frozen : checked(frozen.withRates(recent), recorded);
    }

    private static Snapshot checked(Snapshot snapshot, RecordedSnapshot recorded) {
        if (!snapshot.hash().equals(recorded.hash())) {
            throw new RehearsalException("snapshot " + recorded.version() + " comes out as " + snapshot.hash()
                    + ", recorded is " + recorded.hash()
                    + ": the files, the model's version or the class list differ from the live run's, or it began with an"
                    + " imported snapshot, which --warm-start names");
        }
        return snapshot;
    }

    private void arrive(int i) {
        FiledEvidence row = read(i);
        RecordedRow recorded = order.rows().get(i);
        learnt.arrived(recorded.partition(), row.sample(), row.evidence(), time(recorded));
    }

    private void join(int i, SnapshotVersion version) {
        RecordedRow row = order.rows().get(i);
        if (decisions[i] == null) {
            throw new RehearsalException("snapshot " + version + " counts sample " + row.sampleId()
                    + " as judged, but the record has it judged under "
                    + row.snapshot().orElseThrow() + ", which comes later");
        }
        FiledEvidence filed = read(i);
        learnt.judged(row.partition(), filed.sample(), filed.evidence(), cells[i], time(row));
        learnt.decided(row.partition(), decisions[i]);
    }

    private long time(RecordedRow row) {
        if (setup.window().kind() != Window.Kind.TIME) {
            return 0;
        }
        return row.time()
                .orElseThrow(() -> new RehearsalException("sample " + row.sampleId() + " is recorded without its time,"
                        + " which learning.window needs: record the order again with this version's verify"));
    }

    private void judge(List<Integer> judged, Snapshot snapshot) {
        Map<Integer, Judge> judges = new HashMap<>();
        for (int i : judged) {
            RecordedRow recorded = order.rows().get(i);
            Judge judge =
                    judges.computeIfAbsent(recorded.policy(), version -> new Judge(snapshot, policies.get(version)));
            FiledEvidence row = read(i).gated(recorded.gates());
            decisions[i] = judge.judge(row.sample(), row.evidence());
            cells[i] = LearntState.cells(row.evidence(), snapshot);
        }
    }

    // What came too late for the live run is no part of what it judged.
    private FiledEvidence read(int i) {
        RecordedRow recorded = order.rows().get(i);
        boolean lacks = recorded.missing().isEmpty()
                ? rows.partial(indices[i])
                : rows.scored(indices[i]).stream()
                        .allMatch(scored ->
                                recorded.missing().contains(scored.model().id()));
        if (lacks) {
            throw new RehearsalException("sample " + recorded.sampleId() + " was judged by logits that are not in the"
                    + " files: pass the files that were loaded");
        }
        return FiledEvidence.read(rows, indices[i], recorded.missing());
    }

    private record Showing(String id, int presentation) {}
}
