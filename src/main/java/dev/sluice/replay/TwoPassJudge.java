package dev.sluice.replay;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Sample;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.Window;
import java.util.function.BiConsumer;

/**
 * All rows by what all of them together teach, as an audit of the same rows does it: self-confidence first, then the confident
 * joint under the thresholds of the first pass, then the verdicts.
 */
final class TwoPassJudge implements ReplayJudge {

    /** The only snapshot of its own topic. */
    private static final SnapshotVersion VERSION = new SnapshotVersion(1, 1);

    private static final int PARTITION = 0;
    private static final long NO_TIME = 0;

    private final ReplayInputs inputs;
    private final Policy policy;
    private final LearntState learnt;
    private RecordedEvidence<DecidedRow> evidence;
    private Snapshot first;
    private Snapshot second;
    private FrozenJudge judge;
    private boolean announced;

    TwoPassJudge(ReplayInputs inputs, Policy policy) {
        this.inputs = inputs;
        this.policy = policy;
        int classes = inputs.spec().classes().size();
        this.learnt = new LearntState(
                new RehearsalSetup(classes, inputs.spec().classes().hash(), policy, 1, 0, Window.all()));
        this.evidence = inputs.evidence(each((sample, seen) -> learnt.arrived(PARTITION, sample, seen, NO_TIME)));
    }

    private static BiConsumer<DecidedRow, Evidence> each(BiConsumer<Sample, Evidence> each) {
        return (row, seen) -> each.accept(
                new Sample(row.decision().getSampleId(), row.decision().getGivenLabel()), seen);
    }

    @Override
    public int looks() {
        return 2;
    }

    @Override
    public void look(DecidedRow row) {
        RecordedJudges.refuseOtherClasses(row.decision(), inputs.spec());
        evidence.add(row);
    }

    @Override
    public void looked() {
        evidence.finish();
        evidence.close();
        if (first == null) {
            first = learnt.freeze(VERSION);
            evidence = inputs.evidence(each(
                    (sample, seen) -> learnt.judged(PARTITION, sample, seen, LearntState.cells(seen, first), NO_TIME)));
        } else {
            second = learnt.freeze(VERSION);
            judge = new FrozenJudge(inputs, second, policy);
        }
    }

    @Override
    public void judge(DecidedRow row, Listener listener) {
        announce(listener);
        judge.judge(row, listener);
    }

    private void announce(Listener listener) {
        if (!announced) {
            announced = true;
            listener.learnt(second);
        }
    }

    @Override
    public void finish(Listener listener) {
        judge.finish(listener);
    }

    @Override
    public void close() {
        evidence.close();
        if (judge != null) {
            judge.close();
        }
    }
}
