package dev.sluice.replay;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Sample;
import java.util.Map;

/** Each row by the snapshot that judged it and with the gates of that moment: with the recorded policy no bit differs. */
final class AsRecordedJudge implements ReplayJudge {

    private final RecordedJudges judges;
    private final RecordedEvidence<DecidedRow> evidence;
    private final Policy policy;
    private Listener listener;

    /**
     * @param recorded every policy of the topic, by version
     * @param policy to judge by; null for the one that judged each row
     */
    AsRecordedJudge(ReplayInputs inputs, Map<Integer, Policy> recorded, Policy policy) {
        this.policy = policy;
        judges = new RecordedJudges(inputs.connection(), inputs.spec(), recorded, policy);
        evidence = inputs.evidence(this::judge);
    }

    @Override
    public int looks() {
        return 1;
    }

    @Override
    public void look(DecidedRow row) {
        judges.of(row.decision());
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
        Policy by = policy == null ? judges.policy(before) : policy;
        listener.judged(
                row,
                new Rejudged(before, judges.of(before).judge().judge(sample, seen)),
                before.getSnapshotHash(),
                by.hash());
    }

    @Override
    public void finish(Listener listener) {
        this.listener = listener;
        evidence.finish();
    }

    @Override
    public void close() {
        judges.close();
        evidence.close();
    }
}
