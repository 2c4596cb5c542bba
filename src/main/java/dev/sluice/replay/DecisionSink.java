package dev.sluice.replay;

import dev.sluice.judge.Decision;
import java.io.IOException;

/** Takes the decisions of a rehearsal, one a sample, in the order of arrival. */
@FunctionalInterface
public interface DecisionSink {

    /**
     * One decision.
     *
     * @param row row of the input file, from 0
     * @param sampleId id of the sample
     * @param decision the verdict
     */
    void decided(int row, String sampleId, Decision decision) throws IOException;
}
