package dev.sluice.replay;

import dev.sluice.judge.Evidence;
import dev.sluice.judge.Gate;
import dev.sluice.noise.Snapshot;
import java.util.EnumSet;
import java.util.Set;

/**
 * Judges the rows of a replay by one kind of learnt state. It looks at all rows first, as often as it must, so that what cannot be
 * judged is refused before anything is written.
 */
interface ReplayJudge extends AutoCloseable {

    /** Hears what is judged. */
    interface Listener {

        /** A row, in the order in which the rows were handed in, with the hashes of what judged it. */
        void judged(DecidedRow row, Rejudged verdict, String snapshotHash, String policyHash);

        /** A snapshot that the replay learnt itself, before the first row that it judges. */
        void learnt(Snapshot snapshot);
    }

    /** How often it looks at all rows before it judges. */
    int looks();

    /** Takes a row of a look. */
    void look(DecidedRow row);

    /**
     * The rows of a look were all.
     *
     * @throws ReplayException when the range cannot be judged
     */
    void looked();

    /** Takes a row to judge; it is judged sooner or later. */
    void judge(DecidedRow row, Listener listener);

    /** Judges what is still to come. */
    void finish(Listener listener);

    @Override
    void close();

    /** Without what only tells of the live service of that hour; what was not heard then is not there now either. */
    static Evidence withoutMoment(Evidence evidence) {
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        if (evidence.gates().contains(Gate.PARTIAL_EVIDENCE)) {
            gates.add(Gate.PARTIAL_EVIDENCE);
        }
        return new Evidence(evidence.presentation(), evidence.models(), gates);
    }
}
