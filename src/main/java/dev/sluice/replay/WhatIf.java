package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Registry;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Recollection;
import dev.sluice.judge.Recollection.Need;
import dev.sluice.judge.Sample;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * What another policy would have decided of a range that is decided already. Reads; writes nothing, belongs to no group, and
 * no live instance notices.
 *
 * <p>Each row is judged again by the same judge, under the snapshot that judged it and the gates that were in force, with the
 * other policy. With the recorded policy every bit of every row is therefore the recorded one.
 *
 * <p>Most changes need only what the decision itself holds, see {@link Recollection}; rows that need more are judged from
 * their evidence, which is fetched by the offsets that the decision names. Which of the two, each row says for itself.
 *
 * <p>What this cannot know: a policy that changes how long rows wait would also have changed by which snapshot they are judged;
 * and breakers, which open by what a policy has suspected lately, have nothing to go by for a policy that has not judged yet:
 * they are closed. What else was learnt does not depend on verdicts, so beyond that the answer is exact.
 */
public final class WhatIf implements AutoCloseable {

    private final PipelineSpec spec;
    private final Policy other;
    private final DecidedRows rows;
    private final RecordedJudges judges;
    private final RecordedEvidence<Decision> evidence;
    private final WhatIfTally tally;

    /**
     * @param recorded every policy of the topic, by version
     * @param other the policy to judge by
     * @param examples how many of the rows that change most are kept
     * @throws RangeException when the range cannot be read
     */
    public WhatIf(
            Connection connection,
            Registry registry,
            PipelineSpec spec,
            Map<Integer, Policy> recorded,
            Policy other,
            Range range,
            int examples) {
        this.spec = spec;
        this.other = other;
        rows = new DecidedRows(connection, registry, spec, List.of(spec.cleanTopic(), spec.quarantineTopic()), range);
        judges = new RecordedJudges(connection, spec, recorded, other);
        evidence =
                new RecordedEvidence<>(connection, registry, spec, Function.identity(), row -> 0, this::fromEvidence);
        tally = new WhatIfTally(spec.classes().size(), other, examples);
    }

    /** The rows of the range, and what is not among them. */
    public DecidedRows rows() {
        return rows;
    }

    /**
     * Judges the range again.
     *
     * @param progress hears now and then how many offsets are done
     * @throws ReplayException when something that judged a row is gone
     * @throws RangeException when no row is in the range
     */
    public WhatIfReport run(LongConsumer progress) {
        rows.forEach(this::judge, progress);
        evidence.finish();
        WhatIfReport report = tally.report();
        if (report.rows() == 0) {
            throw new RangeException(spec.cleanTopic() + " and " + spec.quarantineTopic()
                    + ": no decision is in the range: choose another one, times are event times of the samples");
        }
        return report;
    }

    private void judge(Decision row) {
        Recollection recollection = judges.of(row);
        Need need = recollection.need(Rejudged.models(row));
        if (need == Need.NOTHING) {
            tally.add(new Rejudged(row, recollection.judge(Rejudged.remembered(row))), need);
        } else {
            evidence.add(row);
        }
    }

    private void fromEvidence(Decision row, Evidence seen) {
        Recollection recollection = judges.of(row);
        Sample sample = new Sample(row.getSampleId(), row.getGivenLabel());
        Need need = recollection.need(Rejudged.models(row));
        tally.add(new Rejudged(row, recollection.judge().judge(sample, seen)), need);
    }

    /** The policy to judge by. */
    public Policy policy() {
        return other;
    }

    @Override
    public void close() {
        rows.close();
        judges.close();
        evidence.close();
    }
}
