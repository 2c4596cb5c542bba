package dev.sluice.judge;

import dev.sluice.noise.SnapshotVersion;
import java.util.Set;
import java.util.SortedSet;

/**
 * The verdict on one presentation of a sample.
 *
 * @param route where it goes
 * @param weight loss weight, at least 0; 0 in quarantine
 * @param pWrong P(label wrong) in 0..1; for detectors that give none, 1 - self-confidence
 * @param givenLabel the label it came with
 * @param suggestedLabel the class that the evidence favours; the given label when it agrees
 * @param reasons sorted by name
 * @param gates gates in force, as inputs of the decision
 * @param snapshot the learnt state that judged it, null when there was none
 * @param policy version of the policy that judged it
 */
public record Decision(
        Route route,
        double weight,
        double pWrong,
        int givenLabel,
        int suggestedLabel,
        SortedSet<Reason> reasons,
        Set<Gate> gates,
        SnapshotVersion snapshot,
        int policy) {

    /** Whether a detector judged it: not in warm-up. */
    public boolean judged() {
        return reasons.isEmpty() || !reasons.contains(Reason.WARM_UP);
    }

    /**
     * Whether it would be in quarantine if neither a breaker nor the shadow mode protected it. This is what breakers
     * count: were it the quarantine itself, an open breaker would close itself.
     */
    public boolean suspected() {
        return !reasons.isEmpty() && judged() && !reasons.contains(Reason.RARE_CLASS);
    }
}
