package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.weight.Weighing;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * sample from quarantine: the rare class, an open breaker, the shadow, one reason at most. The shadow comes last, so that
 * SHADOW marks exactly what enforcing would change; the rare class first, as it is not counted by the breakers either.
 */
public final class Judge {

    private static final double NO_WEIGHT = 0;

    /** Nothing is weighed by scores that are not known: {@link Recollection} sees to it. */
    private static final double[] NO_SCORES = {};

    private final Snapshot snapshot;
    private final Policy policy;
    private final Map<String, PanelJudge> models = new HashMap<>();
    private final Map<String, ModelStatistics> warm = new HashMap<>();
    private final List<ModelStatistics> all;
    private final PanelJudge together;
    private final Breakers breakers;

    private record PanelJudge(Panel panel, Detector detector, Weighing weighing) {}

    /**
     * Prepares the thresholds in force.
     *
     * @param snapshot learnt state, null when there is none yet
     * @param policy a person's choices
     */
    public Judge(Snapshot snapshot, Policy policy) {
        this.snapshot = snapshot;
        this.policy = policy;
        for (ModelStatistics statistics : snapshot == null ? List.<ModelStatistics>of() : snapshot.models()) {
            if (statistics.samples() >= policy.warmUp().samples()) {
                warm.put(statistics.model().id(), statistics);
                models.put(statistics.model().id(), judge(List.of(statistics)));
            }
        }
        all = snapshot == null
                ? List.of()
                : snapshot.models().stream().filter(warm::containsValue).toList();
        together = all.size() > 1 ? judge(all) : null;
        breakers = Breakers.of(snapshot, policy);
    }

    private PanelJudge judge(List<ModelStatistics> statistics) {
        Panel panel = Panel.of(statistics);
        Detector detector = switch (policy.detector()) {
            case CONFIDENT_LEARNING -> new ConfidentOther(EffectiveThresholds.of(panel.thresholds(), policy));
            case PREDICTED_NEQ_GIVEN -> new PredictedOther();
            case POSTERIOR -> Posterior.of(statistics, panel.shares(), policy);
        };
        return new PanelJudge(
                panel, detector, CleanRows.weighing(statistics, panel.shares(), snapshot.rescaler(), policy));
    }

    /** Judges once; prefer an instance for many samples under the same snapshot and policy. */
    public static Decision judge(Sample sample, Evidence evidence, Snapshot snapshot, Policy policy) {
        return new Judge(snapshot, policy).judge(sample, evidence);
    }

    /** Whether the snapshot knows enough of a model for it to judge; a sample is in its warm-up while none of its models is. */
    public boolean warm(String modelId) {
        return warm.containsKey(modelId);
    }

    /** Whether the snapshot knows enough of any model in the evidence. */
    public boolean warm(Evidence evidence) {
        for (ModelEvidence model : evidence.models()) {
            if (warm(model.model().id())) {
                return true;
            }
        }
        return false;
    }

    /** The breakers under this snapshot and this policy. */
    public Breakers breakers() {
        return breakers;
    }

    /**
     * Whether evidence should wait rather than be judged now: nothing is known of its models yet, or it is a suspect before
     * an open breaker, and the policy says hold. Only suspects wait: what else arrives in order passes, and so a breaker
     * sees it when a model recovers. The shadow mode protects every suspect anyway, so none waits for a breaker.
     */
    public boolean holds(Sample sample, Evidence evidence) {
        if (!warm(evidence)) {
            return policy.warmUp().route() == WarmUpRoute.HOLD;
        }
        return policy.guard().onOpen() == GuardRoute.HOLD
                && policy.mode() == Mode.ENFORCE
                && breakers.protects(sample.givenLabel())
                && judge(sample, evidence).reasons().contains(Reason.BREAKER);
    }

    /**
     * The verdict. Models of which too little is known yet have no say, unless no other has.
     *
     * @param sample its given label must be in 0..K-1
     * @param evidence of one model or of several, all logits finite
     * @throws IllegalArgumentException if the evidence does not fit the sample or the snapshot
     */
    public Decision judge(Sample sample, Evidence evidence) {
        List<ModelEvidence> heard = heard(evidence.models());
        PanelJudge judge = panel(heard);
        double[] probabilities = Panel.average(heard, judge == null ? null : judge.panel());
        int given = sample.givenLabel();
        if (given < 0 || given >= probabilities.length || Double.isNaN(probabilities[given])) {
            throw new IllegalArgumentException("sample " + sample.id() + ": label " + given + " against "
                    + probabilities.length + " probabilities, which must be numbers");
        }
        if (judge == null) {
            return warmUp(sample, evidence, probabilities, 1 - probabilities[given]);
        }
        return verdict(sample, evidence, probabilities, judge, judge.detector().look(heard, probabilities, given));
    }

    /**
     * The verdict again, by the same rules, from what a recorded decision says of its evidence. Whether it says enough for
     * this snapshot and policy, {@link Recollection} knows.
     *
     * @param sample as it was judged
     * @param evidence as it was judged, its models without scores
     * @param pWrong as recorded
     * @param otherClass the class that speaks against the given label; the given label itself where a sample is suspected
     *     and nobody noted by which class; {@link Recollection#AGREES} for no suspicion
     */
    Decision again(Sample sample, Evidence evidence, double pWrong, int otherClass) {
        PanelJudge judge = panel(heard(evidence.models()));
        return judge == null
                ? warmUp(sample, evidence, NO_SCORES, pWrong)
                : verdict(sample, evidence, NO_SCORES, judge, new Suspicion(pWrong, otherClass));
    }

    private Decision verdict(
            Sample sample, Evidence evidence, double[] probabilities, PanelJudge judge, Suspicion suspicion) {
        int given = sample.givenLabel();
        double pWrong = suspicion.pWrong();
        int other = suspicion.otherClass();
        if (other == Detector.AGREES) {
            return decide(judge.weighing(), Route.CLEAN, sample, evidence, probabilities, pWrong, given);
        }
        Reason reason = judge.detector().reason();
        if (judge.panel().counts()[given] < policy.warmUp().perClass()) {
            return decide(
                    judge.weighing(),
                    Route.CLEAN,
                    sample,
                    evidence,
                    probabilities,
                    pWrong,
                    other,
                    reason,
                    Reason.RARE_CLASS);
        }
        if (breakers.protects(given)) {
            return decide(
                    judge.weighing(),
                    Route.CLEAN,
                    sample,
                    evidence,
                    probabilities,
                    pWrong,
                    other,
                    reason,
                    Reason.BREAKER);
        }
        if (policy.mode() == Mode.SHADOW) {
            return decide(
                    judge.weighing(),
                    Route.CLEAN,
                    sample,
                    evidence,
                    probabilities,
                    pWrong,
                    other,
                    reason,
                    Reason.SHADOW);
        }
        return decide(judge.weighing(), Route.QUARANTINE, sample, evidence, probabilities, pWrong, other, reason);
    }

    private List<ModelEvidence> heard(List<ModelEvidence> models) {
        if (models.size() == 1) {
            return models;
        }
        List<ModelEvidence> known =
                models.stream().filter(model -> warm(model.model().id())).toList();
        return known.isEmpty() ? models : known;
    }

    /** Who judges these models together; null when nothing is known of them. */
    private PanelJudge panel(List<ModelEvidence> heard) {
        if (heard.size() == 1) {
            return models.get(heard.get(0).model().id());
        }
        if (!warm(heard.get(0).model().id())) {
            return null;
        }
        if (heard.size() == all.size()) {
            return together;
        }
        return judge(all.stream()
                .filter(known -> heard.stream()
                        .anyMatch(
                                model -> model.model().id().equals(known.model().id())))
                .toList());
    }

    private Decision warmUp(Sample sample, Evidence evidence, double[] probabilities, double pWrong) {
        int given = sample.givenLabel();
        if (policy.warmUp().route() != WarmUpRoute.QUARANTINE) {
            return decide(Weighing.EVEN, Route.CLEAN, sample, evidence, probabilities, pWrong, given, Reason.WARM_UP);
        }
        if (policy.mode() == Mode.SHADOW) {
            return decide(
                    Weighing.EVEN,
                    Route.CLEAN,
                    sample,
                    evidence,
                    probabilities,
                    pWrong,
                    given,
                    Reason.WARM_UP,
                    Reason.SHADOW);
        }
        return decide(Weighing.EVEN, Route.QUARANTINE, sample, evidence, probabilities, pWrong, given, Reason.WARM_UP);
    }

    private double weight(Weighing weighing, Sample sample, Evidence evidence, double[] probabilities, double pWrong) {
        double selfConfidence = probabilities == NO_SCORES ? Double.NaN : probabilities[sample.givenLabel()];
        List<double[]> passes = weighing.looks()
                ? heard(evidence.models()).stream()
                        .map(ModelEvidence::probabilities)
                        .toList()
                : List.of();
        return weighing.weight(sample.givenLabel(), pWrong, selfConfidence, passes);
    }

    /** The gates that were decided outside, and STALE_MODEL, which the snapshot and the evidence tell by themselves. */
    private Set<Gate> gates(Evidence evidence) {
        for (ModelEvidence model : evidence.models()) {
            ModelStatistics known = warm.get(model.model().id());
            if (known != null && !known.model().version().equals(model.model().version())) {
                Set<Gate> gates = EnumSet.of(Gate.STALE_MODEL);
                gates.addAll(evidence.gates());
                return Collections.unmodifiableSet(gates);
            }
        }
        return evidence.gates();
    }

    private Decision decide(
            Weighing weighing,
            Route route,
            Sample sample,
            Evidence evidence,
            double[] probabilities,
            double pWrong,
            int suggested,
            Reason... reasons) {
        // Most samples are clean without a word: they share one set.
        SortedSet<Reason> sorted = reasons.length == 0 ? Collections.emptySortedSet() : new TreeSet<>(List.of(reasons));
        return new Decision(
                route,
                route == Route.CLEAN ? weight(weighing, sample, evidence, probabilities, pWrong) : NO_WEIGHT,
                pWrong,
                sample.givenLabel(),
                suggested,
                Collections.unmodifiableSortedSet(sorted),
                gates(evidence),
                snapshot == null ? null : snapshot.version(),
                policy.version());
    }
}
