package dev.sluice.replay;

import dev.sluice.judge.AheadGate;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Judge;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.WarmStart;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The live pipeline over filed rows: one partition, one pass, no broker, no clock.
 *
 * <p>For every row, in this order:
 *
 * <ol>
 *   <li>it arrives: its self-confidence joins the sums, and it queues behind the rows that wait;
 *   <li>waiting rows are judged from the front as far as the {@link AheadGate} lets, with the newest snapshot. That
 *       snapshot was frozen before this row, so a row is judged before it is learnt from; only rows held in warm-up meet a
 *       snapshot that knows them, which is what holding means;
 *   <li>each judged row is counted in its cell of the confident joint, under the thresholds that judged it;
 *   <li>if a snapshot is due, it is frozen from everything so far and adopted at once, and the gate is asked again.
 * </ol>
 *
 * <p>At the end of the input a last snapshot covers every row; what no gate lets pass even then is judged with the gate
 * {@link Gate#HOLD_EXPIRED} in force. Then one more is frozen, so that the final statistics hold every cell of the joint.
 *
 * <p>Memory: the sums, one snapshot, and the rows that wait. An object runs once.
 */
public final class Rehearsal {

    private static final int PARTITION = 0;
    private static final int GENERATION = 1;

    private final RehearsalSetup setup;
    private final DecisionSink sink;
    private final Consumer<Snapshot> frozen;
    private final LearntState learnt;
    private final Deque<FiledEvidence> waiting = new ArrayDeque<>();
    private final RehearsalSummary summary = new RehearsalSummary();
    private Snapshot newest;
    private Judge judge;
    private long arrived;
    private long judged;
    private long arrivedAtFreeze;
    private long judgedAtFreeze;
    private long snapshots;

    /**
     * A run whose rows come one by one, see {@link #arrive}.
     *
     * @param frozen hears of every snapshot before the first row is judged by it
     */
    Rehearsal(RehearsalSetup setup, DecisionSink sink, Consumer<Snapshot> frozen) {
        this.frozen = frozen;
        this.setup = setup;
        this.sink = sink;
        this.learnt = new LearntState(setup);
        if (setup.warmStart() != null) {
            newest = WarmStart.opening(new SnapshotVersion(GENERATION, ++snapshots), setup.warmStart());
        }
        this.judge = new Judge(newest, setup.policy());
    }

    /**
     * Runs over all rows once.
     *
     * @param setup the pipeline
     * @param rows labels and logits, of any number of model versions
     * @param order indices of the rows in their order of arrival
     * @param sink takes one decision for each row, in the order of arrival
     * @return counts and the last snapshot
     */
    public static RehearsalSummary run(RehearsalSetup setup, FiledRows rows, int[] order, DecisionSink sink)
            throws IOException {
        Rehearsal rehearsal = new Rehearsal(setup, sink, snapshot -> {});
        for (int row : order) {
            rehearsal.arrive(FiledEvidence.read(rows, row));
        }
        return rehearsal.finish();
    }

    /** Takes the next row. */
    void arrive(FiledEvidence row) throws IOException {
        arrived++;
        learnt.arrived(PARTITION, row.sample(), row.evidence(), row.time());
        waiting.add(row);
        judgeWaiting(false);
        if (arrived - arrivedAtFreeze >= setup.snapshotEvery()) {
            freeze();
            judgeWaiting(false);
        }
    }

    /** Judges what still waits; nothing arrives any more. */
    RehearsalSummary finish() throws IOException {
        if (arrived > arrivedAtFreeze) {
            freeze();
        }
        judgeWaiting(false);
        judgeWaiting(true);
        if (judged > judgedAtFreeze) {
            freeze();
        }
        return summary;
    }

    private void judgeWaiting(boolean holdExpired) throws IOException {
        while (!waiting.isEmpty()) {
            FiledEvidence row = waiting.peek();
            boolean held = judge.holds(row.sample(), row.evidence());
            if (!AheadGate.open(PARTITION, judged + 1, newest, setup.policy(), setup.maxAhead(), held, holdExpired)) {
                return;
            }
            waiting.remove();
            if (held) {
                row = row.gated(Gate.HOLD_EXPIRED);
            }
            Decision decision = judge.judge(row.sample(), row.evidence());
            learnt.judged(
                    PARTITION, row.sample(), row.evidence(), LearntState.cells(row.evidence(), newest), row.time());
            learnt.decided(PARTITION, decision);
            judged++;
            summary.count(decision);
            sink.decided(row.row(), row.sample().id(), decision);
        }
    }

    private void freeze() {
        newest = learnt.freeze(new SnapshotVersion(GENERATION, ++snapshots));
        judge = new Judge(newest, setup.policy());
        arrivedAtFreeze = arrived;
        judgedAtFreeze = judged;
        summary.learnt(newest);
        frozen.accept(newest);
    }
}
