package dev.sluice.judge;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Judges recorded decisions again under another policy without their evidence, as far as the records say enough.
 *
 * <p>A decision holds P(label wrong), the suggested class and the reasons: what the detector said. Cut-offs, the shadow,
 * floors and breakers only act on that, so they can be changed and judged again at the price of reading the decision.
 * Another detector, other thresholds, or statistics that are trusted from another moment on would have said something else, and
 * nobody can tell what without the scores.
 *
 * <p>Invariant: where {@link #need} asks for nothing, {@link #judge} gives the decision that the judge gives with the evidence
 * itself, bit for bit, but for one thing: a sample that was not suspected and now is has no class noted against it, so its
 * given label stands as the suggestion.
 *
 * <p>One snapshot, the policy of that time and another one. Immutable, for any number of threads.
 */
public final class Recollection {

    /** No class speaks against the given label. */
    public static final int AGREES = Detector.AGREES;

    private final Policy recorded;
    private final Policy other;
    private final Judge judge;
    private final Map<String, Boolean> warmThen = new HashMap<>();
    private final Set<String> withoutPosterior = new HashSet<>();

    /** What a policy asks of a row that its record does not hold. */
    public enum Need {
        NOTHING,
        /** Another detector. */
        DETECTOR,
        /** Other thresholds of confident learning. */
        THRESHOLDS,
        /** Weights that look at more than P(label wrong). */
        WEIGHTS,
        /** Statistics are trusted from another moment on. */
        WARM_UP
    }

    /**
     * @param snapshot that judged, null when there was none
     * @param recorded policy that judged
     * @param other policy to judge by
     */
    public Recollection(Snapshot snapshot, Policy recorded, Policy other) {
        this.recorded = recorded;
        this.other = other;
        this.judge = new Judge(snapshot, other);
        for (ModelStatistics known : snapshot == null ? List.<ModelStatistics>of() : snapshot.models()) {
            warmThen.put(
                    known.model().id(), known.samples() >= recorded.warmUp().samples());
            if (known.posterior().isEmpty()) {
                withoutPosterior.add(known.model().id());
            }
        }
    }

    /** The judge of the snapshot and the other policy, for rows whose evidence is at hand. */
    public Judge judge() {
        return judge;
    }

    /**
     * What must be known beyond the record.
     *
     * @param models that the row was judged by
     */
    public Need need(List<ModelKey> models) {
        boolean warm = false;
        for (ModelKey model : models) {
            boolean then = warmThen.getOrDefault(model.id(), false);
            if (then != judge.warm(model.id())) {
                return Need.WARM_UP;
            }
            warm |= then;
        }
        if (!warm) {
            return Need.NOTHING;
        }
        return need(recorded, other);
    }

    /** What a change of policies asks for, for samples that are judged, not in their warm-up. */
    public static Need need(Policy recorded, Policy other) {
        if (recorded.detector() != other.detector()) {
            return Need.DETECTOR;
        }
        if (other.weights().scheme().asksForScores()) {
            return Need.WEIGHTS;
        }
        return other.detector() == DetectorKind.CONFIDENT_LEARNING
                        && !thresholds(recorded).equals(thresholds(other))
                ? Need.THRESHOLDS
                : Need.NOTHING;
    }

    private static Map<Integer, ClassPolicy> thresholds(Policy policy) {
        Map<Integer, ClassPolicy> thresholds = new HashMap<>();
        policy.classes().forEach((k, choice) -> {
            if (choice.threshold().isPresent() || choice.thresholdOffset().isPresent()) {
                thresholds.put(
                        k, new ClassPolicy(choice.threshold(), choice.thresholdOffset(), OptionalDouble.empty()));
            }
        });
        return thresholds;
    }

    /**
     * What a record says of what was judged.
     *
     * @param models that were heard or not, in the order of the pipeline's models
     * @param gates in force
     * @param pWrong P(label wrong)
     * @param suggested class; the given label when nothing spoke against it
     * @param reasons of the decision
     */
    public record Remembered(
            Sample sample, List<ModelKey> models, Set<Gate> gates, double pWrong, int suggested, Set<Reason> reasons) {

        public Remembered {
            Objects.requireNonNull(sample, "sample");
        }
    }

    /** The decision by the other policy; only for rows that {@link #need} nothing. */
    public Decision judge(Remembered row) {
        List<ModelEvidence> models = row.models().stream()
                .map(model -> ModelEvidence.withoutScores(model, false))
                .toList();
        return judge.again(row.sample(), new Evidence(0, models, row.gates()), row.pWrong(), otherClass(row));
    }

    private int otherClass(Remembered row) {
        if (other.detector() == DetectorKind.POSTERIOR) {
            boolean above = row.pWrong() > cut(other, row.sample().givenLabel());
            return above && learnt(row.models()) ? row.suggested() : AGREES;
        }
        Reason reason =
                other.detector() == DetectorKind.CONFIDENT_LEARNING ? Reason.CONFIDENT_OTHER : Reason.PREDICTED_OTHER;
        return row.reasons().contains(reason) ? row.suggested() : AGREES;
    }

    // As the judge has it: where one of the models that it hears has no posterior, nothing is suspected.
    private boolean learnt(List<ModelKey> models) {
        for (ModelKey model : models) {
            if (judge.warm(model.id()) && withoutPosterior.contains(model.id())) {
                return false;
            }
        }
        return true;
    }

    /** P(label wrong) above which samples of this class are suspected. */
    public static double cut(Policy policy, int given) {
        ClassPolicy own = policy.classes().get(given);
        return own == null ? policy.quarantineAbove() : own.quarantineAbove().orElse(policy.quarantineAbove());
    }
}
