package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.weight.Normalisation;
import dev.sluice.weight.WeightScheme;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One snapshot and one policy, ready to judge. Immutable, for any number of threads; a new snapshot or policy means a new
 * judge.
 *
 * <p>{@link #judge} is a pure function: no clock, no chance, no memory of earlier samples. Whatever depends on time
 * (waiting in warm-up, a hold that ends) happens outside and comes in as a gate of the evidence.
 *
 * <p>The order of the rules: warm-up first, as nothing is known yet; then the detector; then what protects a suspected
 * sample from quarantine, the rare class before the shadow, so that SHADOW marks exactly what enforcing would change.
 */
public final class Judge {

    /** Of raw weights under {@link WeightScheme#NONE}: they all are 1, nothing has to be learnt. */
    private static final double MEAN_RAW_WEIGHT = 1;

    private static final double NO_WEIGHT = 0;

    private final Snapshot snapshot;
    private final Policy policy;
    private final Map<String, ModelJudge> models = new HashMap<>();
    private final boolean warm;
    private final Normalisation normalisation;

    private record ModelJudge(ModelStatistics statistics, Detector detector) {}

    /**
     * Prepares the thresholds in force.
     *
     * @param snapshot learnt state, null when there is none yet
     * @param policy a person's choices
     */
    public Judge(Snapshot snapshot, Policy policy) {
        this.snapshot = snapshot;
        this.policy = policy;
        this.normalisation = new Normalisation(
                MEAN_RAW_WEIGHT, policy.weights().floor(), policy.weights().cap());
        for (ModelStatistics statistics : snapshot == null ? List.<ModelStatistics>of() : snapshot.models()) {
            if (statistics.samples() >= policy.warmUp().samples()) {
                models.put(statistics.model().id(), new ModelJudge(statistics, detector(statistics)));
            }
        }
        warm = AheadGate.warm(snapshot, policy);
    }

    private Detector detector(ModelStatistics statistics) {
        return switch (policy.detector()) {
            case CONFIDENT_LEARNING -> new ConfidentOther(EffectiveThresholds.of(statistics, policy));
            case PREDICTED_NEQ_GIVEN -> new PredictedOther();
        };
    }

    /** Judges once; prefer an instance for many samples under the same snapshot and policy. */
    public static Decision judge(Sample sample, Evidence evidence, Snapshot snapshot, Policy policy) {
        return new Judge(snapshot, policy).judge(sample, evidence);
    }

    /** Whether there is a snapshot, and enough was learnt of each of its models. */
    public boolean warm() {
        return warm;
    }

    /**
     * The verdict.
     *
     * @param sample its given label must be in 0..K-1
     * @param evidence with one model; its logits must be finite
     * @throws IllegalArgumentException if the evidence does not fit the sample or the snapshot
     */
    public Decision judge(Sample sample, Evidence evidence) {
        ModelEvidence model = evidence.models().get(0);
        double[] probabilities = model.probabilities();
        int given = sample.givenLabel();
        if (given < 0 || given >= probabilities.length || Double.isNaN(probabilities[given])) {
            throw new IllegalArgumentException("sample " + sample.id() + ": label " + given + " against "
                    + probabilities.length + " probabilities, which must be numbers");
        }
        ModelJudge judge = models.get(model.model().id());
        if (judge == null) {
            return warmUp(sample, evidence, probabilities);
        }
        int other = judge.detector().otherClass(probabilities, given);
        if (other == Detector.AGREES) {
            return decide(Route.CLEAN, sample, evidence, probabilities, given);
        }
        Reason reason = judge.detector().reason();
        if (judge.statistics().counts()[given] < policy.warmUp().perClass()) {
            return decide(Route.CLEAN, sample, evidence, probabilities, other, reason, Reason.RARE_CLASS);
        }
        if (policy.mode() == Mode.SHADOW) {
            return decide(Route.CLEAN, sample, evidence, probabilities, other, reason, Reason.SHADOW);
        }
        return decide(Route.QUARANTINE, sample, evidence, probabilities, other, reason);
    }

    private Decision warmUp(Sample sample, Evidence evidence, double[] probabilities) {
        int given = sample.givenLabel();
        if (policy.warmUp().route() != WarmUpRoute.QUARANTINE) {
            return decide(Route.CLEAN, sample, evidence, probabilities, given, Reason.WARM_UP);
        }
        if (policy.mode() == Mode.SHADOW) {
            return decide(Route.CLEAN, sample, evidence, probabilities, given, Reason.WARM_UP, Reason.SHADOW);
        }
        return decide(Route.QUARANTINE, sample, evidence, probabilities, given, Reason.WARM_UP);
    }

    private double weight(Sample sample, double[] probabilities) {
        return normalisation.apply(WeightScheme.NONE.raw(sample.givenLabel(), probabilities));
    }

    private Decision decide(
            Route route, Sample sample, Evidence evidence, double[] probabilities, int suggested, Reason... reasons) {
        SortedSet<Reason> sorted = new TreeSet<>(List.of(reasons));
        return new Decision(
                route,
                route == Route.CLEAN ? weight(sample, probabilities) : NO_WEIGHT,
                1 - probabilities[sample.givenLabel()],
                sample.givenLabel(),
                suggested,
                Collections.unmodifiableSortedSet(sorted),
                evidence.gates(),
                snapshot == null ? null : snapshot.version(),
                policy.version());
    }
}
