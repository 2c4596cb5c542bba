package dev.sluice.replay;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.Judge;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Sample;
import dev.sluice.noise.Snapshot;

/** All rows by one snapshot. */
final class FrozenJudge implements ReplayJudge {

    private final ReplayInputs inputs;
    private final Snapshot snapshot;
    private final Policy policy;
    private final Judge judge;
    private final RecordedEvidence<DecidedRow> evidence;
    private Listener listener;

    /** @throws ReplayException when the snapshot knows too little for the policy */
    FrozenJudge(ReplayInputs inputs, Snapshot snapshot, Policy policy) {
        this.inputs = inputs;
        this.snapshot = snapshot;
        this.policy = policy;
        this.judge = new Judge(snapshot, policy);
        refuseOtherClasses();
        refuseCold();
        this.evidence = inputs.evidence(this::judge);
    }

    private void refuseOtherClasses() {
        String mine = inputs.spec().classes().hash();
        if (!snapshot.classListHash().equals(mine)) {
            throw new ReplayException("snapshot " + snapshot.version() + " was learnt under another class list (hash "
                    + snapshot.classListHash() + ", the file's is " + mine
                    + "): choose one that was learnt since the change");
        }
    }

    private void refuseCold() {
        if (snapshot.models().stream()
                .noneMatch(model -> judge.warm(model.model().id()))) {
            throw new ReplayException(
                    "snapshot " + snapshot.version() + " knows too little for this policy: no model has "
                            + policy.warmUp().samples()
                            + " samples (policy.warmUp.samples), so nothing would be judged: choose a later one");
        }
    }

    @Override
    public int looks() {
        return 1;
    }

    @Override
    public void look(DecidedRow row) {
        RecordedJudges.refuseOtherClasses(row.decision(), inputs.spec());
        evidence.there(row);
    }

    @Override
    public void looked() {
        evidence.refuseGaps();
    }

    @Override
    public void judge(DecidedRow row, Listener listener) {
        this.listener = listener;
        evidence.add(row);
    }

    private void judge(DecidedRow row, Evidence seen) {
        dev.sluice.avro.Decision before = row.decision();
        Sample sample = new Sample(before.getSampleId(), before.getGivenLabel());
        Rejudged verdict = new Rejudged(before, judge.judge(sample, ReplayJudge.withoutMoment(seen)));
        listener.judged(row, verdict, snapshot.hash(), policy.hash());
    }

    @Override
    public void finish(Listener listener) {
        this.listener = listener;
        evidence.finish();
    }

    @Override
    public void close() {
        evidence.close();
    }
}
