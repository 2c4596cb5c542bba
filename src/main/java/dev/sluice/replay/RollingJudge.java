package dev.sluice.replay;

import dev.sluice.avro.EvidenceRef;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Sample;
import dev.sluice.judge.WarmUpRoute;
import dev.sluice.noise.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Learnt again from nothing: the rows pass through the learner and the judge one by one, as in a live run of one partition with
 * this file and this policy. What it learns depends on the order of the rows, which is that of {@link OrderedRows}.
 */
final class RollingJudge implements ReplayJudge {

    private final ReplayInputs inputs;
    private final Policy policy;
    private final RecordedEvidence<DecidedRow> evidence;
    private final Rehearsal rehearsal;
    private final Deque<DecidedRow> waiting = new ArrayDeque<>();
    private final Map<String, Long> teaching = new HashMap<>();
    private String snapshotHash;
    private Listener listener;

    RollingJudge(ReplayInputs inputs, RehearsalSetup setup) {
        this.inputs = inputs;
        this.policy = setup.policy();
        this.evidence = inputs.evidence(this::arrive);
        this.rehearsal = new Rehearsal(setup, this::decided, this::frozen);
    }

    @Override
    public int looks() {
        return 1;
    }

    @Override
    public void look(DecidedRow row) {
        RecordedJudges.refuseOtherClasses(row.decision(), inputs.spec());
        evidence.there(row);
        for (EvidenceRef ref : row.decision().getEvidence()) {
            if (ref.getOutOfSample()) {
                teaching.merge(ref.getModelId(), 1L, Long::sum);
            }
        }
    }

    @Override
    public void looked() {
        evidence.refuseGaps();
        long most = teaching.values().stream().mapToLong(Long::longValue).max().orElse(0);
        long wanted = policy.warmUp().samples();
        if (most < wanted && policy.warmUp().route() == WarmUpRoute.HOLD) {
            throw new ReplayException("the range has " + most + " rows to learn from, the warm-up of the policy wants "
                    + wanted + " (policy.warmUp.samples), so nothing would be judged: choose a longer range");
        }
    }

    @Override
    public void judge(DecidedRow row, Listener listener) {
        this.listener = listener;
        evidence.add(row);
    }

    private void arrive(DecidedRow row, Evidence seen) {
        waiting.add(row);
        Sample sample = new Sample(row.decision().getSampleId(), row.decision().getGivenLabel());
        try {
            rehearsal.arrive(new FiledEvidence(
                    0, sample, ReplayJudge.withoutMoment(seen), row.record().timestamp()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void frozen(Snapshot snapshot) {
        snapshotHash = snapshot.hash();
        listener.learnt(snapshot);
    }

    // A rehearsal decides in the order of arrival, and by its newest snapshot.
    private void decided(int none, String id, Decision decision) {
        DecidedRow row = waiting.remove();
        listener.judged(row, new Rejudged(row.decision(), decision), snapshotHash, policy.hash());
    }

    @Override
    public void finish(Listener listener) {
        this.listener = listener;
        evidence.finish();
        try {
            rehearsal.finish();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() {
        evidence.close();
    }
}
