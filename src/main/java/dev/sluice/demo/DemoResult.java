package dev.sluice.demo;

import dev.sluice.replay.SideCount;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.PipelineSpec;

/**
 * All that a demo has to tell.
 *
 * @param spec the pipeline that ran
 * @param verification where everything went
 * @param score how good the verdicts are
 * @param thresholds the last snapshot's threshold of each class, K values; empty without a snapshot
 * @param snapshot version of that snapshot, null without one
 * @param records input records, ticks not counted
 * @param seconds from the first record sent until the pipeline was at rest
 */
public record DemoResult(
        PipelineSpec spec,
        VerificationReport verification,
        DemoScore score,
        double[] thresholds,
        String snapshot,
        long records,
        double seconds) {

    /** Inputs of both sides over time. */
    public double recordsPerSecond() {
        return seconds <= 0 ? 0 : records / seconds;
    }

    SideCount samples() {
        return verification.balance().samples();
    }

    SideCount logits() {
        return verification.balance().logits();
    }
}
