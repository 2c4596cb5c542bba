package dev.sluice.judge;

import dev.sluice.noise.RecentRates;
import dev.sluice.noise.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which breakers are open under one snapshot and one policy. Immutable.
 *
 * <p>A detector that suspects most of a stream is more likely to be wrong than right: a model collapsed, a class was
 * renamed, a producer mixed up two label lists. Then its suspects must not disappear from the training data.
 *
 * <p>The snapshot says which share was suspected lately, whatever became of those samples; the policy says which share is
 * too much; a breaker opens when it is too much by more than chance. Both are named in every decision, so whether a breaker was open is no matter of the clock, or of the instance
 * that looks, and a replay finds it again. Shares that were counted under another policy say nothing of this one.
 */
public final class Breakers {

    /** Recent samples below which the overall breaker stays closed. */
    public static final int LEAST = 200;

    /** Recent samples of a class below which its breaker stays closed. */
    public static final int LEAST_OF_CLASS = 50;

    /**
     * Standard deviations by which a share must exceed its limit. Without them a stream that is just below its limit opens
     * the breaker now and then: some 1,000 rows of it are more than the limit by chance.
     */
    public static final double CHANCE = 2;

    private final boolean overall;
    private final BitSet classes = new BitSet();
    private final List<Open> open = new ArrayList<>();

    /**
     * One open breaker.
     *
     * @param givenClass of a class, empty for the one over all samples
     * @param suspected recent samples that were suspected
     * @param judged recent samples
     * @param limit largest share that the policy allows
     */
    public record Open(OptionalInt givenClass, long suspected, long judged, double limit) {}

    private Breakers(RecentRates rates, Guard guard) {
        overall = opens(rates.suspected(), rates.judged(), LEAST, guard.maxRate());
        if (overall) {
            open.add(new Open(OptionalInt.empty(), rates.suspected(), rates.judged(), guard.maxRate()));
        }
        for (int i = 0; i < rates.classes().length; i++) {
            long judged = rates.classJudged()[i];
            long suspected = rates.classSuspected()[i];
            if (opens(suspected, judged, LEAST_OF_CLASS, guard.maxClassRate())) {
                classes.set(rates.classes()[i]);
                open.add(new Open(OptionalInt.of(rates.classes()[i]), suspected, judged, guard.maxClassRate()));
            }
        }
    }

    /** The breakers under a snapshot (null: all closed) and a policy. */
    public static Breakers of(Snapshot snapshot, Policy policy) {
        boolean counted = snapshot != null && snapshot.rates().policy() == policy.version();
        return new Breakers(counted ? snapshot.rates() : RecentRates.NONE, policy.guard());
    }

    private static boolean opens(long suspected, long judged, int least, double limit) {
        double excess = suspected - limit * judged;
        double deviations = CHANCE * CHANCE * judged * limit * (1 - limit);
        return judged >= least && excess > 0 && excess * excess > deviations;
    }

    /** Whether a suspect with this given label is protected. */
    public boolean protects(int given) {
        return overall || classes.get(given);
    }

    /** Those that are open, the one over all samples first, then by class. */
    public List<Open> open() {
        return List.copyOf(open);
    }

    /** Whether none is open. */
    public boolean closed() {
        return open.isEmpty();
    }
}
