package dev.sluice.audit;

import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.CalibratedJoint;
import dev.sluice.noise.CutRule;
import dev.sluice.noise.ExactCuts;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Posteriors;
import dev.sluice.noise.Ranking;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SparseCounts;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Confident learning in its batch definition, over a data set that is read anew in each pass.
 *
 * <p>Two passes learn: thresholds, then the confident joint under them. They add to the same exact sums as a live
 * partition does, and the same learner freezes them, so a stream that is judged under its own final thresholds learns
 * just this. For the posterior a pass chooses the rows that it is learnt from, by the hash of their ids as a stream would, and a
 * last one reads P(label wrong) of every row. For filters further passes flag: a few that narrow down where each quota ends ({@link ExactCuts}), and one that collects.
 *
 * <p>Memory: sums, bins and blocks, which grow with the square of the classes at most, and the flagged rows. Nothing is kept
 * of a row that is not flagged.
 *
 * <p>Threads take contiguous parts. Sums are integers, parts are put together in the order of the rows, and ties go to the
 * first rows; so the number of threads changes nothing.
 */
public final class Audit {

    /** What the posterior is called on the command line. */
    public static final String POSTERIOR = "posterior";

    private final RowPasses passes;
    private final ProbabilityRows rows;
    private final int classes;
    private final ModelKey model;

    private Audit(ProbabilityRows rows, ModelKey model, int threads) {
        this.rows = rows;
        this.passes = new RowPasses(rows, threads);
        this.classes = rows.classes();
        this.model = model;
    }

    /**
     * Searches by a filter.
     *
     * @param rows the data set
     * @param model whose probabilities these are
     * @param filter how wrong labels are searched
     * @param threads at least 1
     */
    public static AuditResult run(ProbabilityRows rows, ModelKey model, IssueFilter filter, int threads) {
        return run(rows, model, filter, false, threads);
    }

    /**
     * Searches by a filter.
     *
     * @param posteriorToo whether the posterior is learnt as well, for whoever begins with what was learnt here
     */
    public static AuditResult run(
            ProbabilityRows rows, ModelKey model, IssueFilter filter, boolean posteriorToo, int threads) {
        Audit audit = new Audit(rows, model, threads);
        Joint joint = audit.joint();
        Optional<PosteriorModel> posterior = posteriorToo ? Optional.of(audit.learn()) : Optional.empty();
        ModelStatistics learnt = joint.learnt().with(posterior);
        SparseCounts calibrated = CalibratedJoint.of(learnt.confidentJoint(), learnt.counts());
        int[] issues = audit.issues(filter, learnt, calibrated, joint.issues());
        String name = filter.name().toLowerCase(Locale.ROOT);
        return new AuditResult(name, learnt, calibrated, joint.issues(), OptionalDouble.empty(), issues);
    }

    /**
     * Searches by P(label wrong): learnt from all rows, then read for each.
     *
     * @param cuts K cut-offs of P(label wrong), above which a row is flagged
     */
    public static AuditResult posterior(ProbabilityRows rows, ModelKey model, double[] cuts, int threads) {
        Audit audit = new Audit(rows, model, threads);
        Joint joint = audit.joint();
        PosteriorModel posterior = audit.learn();
        ModelStatistics learnt = joint.learnt().with(Optional.of(posterior));
        List<PosteriorPart> parts = audit.passes.run(number -> new PosteriorPart(rows, posterior, cuts));
        long expected = parts.stream().mapToLong(PosteriorPart::expected).sum();
        return new AuditResult(
                POSTERIOR,
                learnt,
                CalibratedJoint.of(learnt.confidentJoint(), learnt.counts()),
                joint.issues(),
                OptionalDouble.of(expected / TallyRow.UNITS),
                worstFirst(parts));
    }

    private record Joint(ModelStatistics learnt, long issues) {}

    private Joint joint() {
        Map<TallyKey, TallyRow> tally = new HashMap<>();
        for (SelfConfidencePart part : passes.run(number -> new SelfConfidencePart(classes))) {
            merge(tally, part::row);
        }
        double[] thresholds = freeze(tally).thresholds();
        long issues = 0;
        for (JointPart part : passes.run(number -> new JointPart(thresholds))) {
            merge(tally, part::row);
            issues += part.issues();
        }
        return new Joint(freeze(tally), issues);
    }

    private PosteriorModel learn() {
        LearningSample sample = new LearningSample(classes);
        passes.run(number -> new SamplePart(rows)).forEach(part -> sample.merge(part.sample()));
        return Posteriors.learn(sample, rows.size());
    }

    private int[] issues(IssueFilter filter, ModelStatistics learnt, SparseCounts calibrated, long issues) {
        double[] thresholds = learnt.thresholds();
        List<List<CutRule>> rules = new ArrayList<>();
        for (Ranking ranking : filter.rankings(calibrated, learnt.counts(), issues)) {
            rules.add(rules(ranking));
        }
        List<IssuePart> parts = passes.run(number -> new IssuePart(
                filter, thresholds, rules.stream().map(rule -> rule.get(number)).toList()));
        return worstFirst(parts);
    }

    private interface RowOfClass {
        TallyRow of(int given);
    }

    private void merge(Map<TallyKey, TallyRow> tally, RowOfClass part) {
        for (int given = 0; given < classes; given++) {
            tally.computeIfAbsent(new TallyKey(0, model, given), key -> new TallyRow())
                    .merge(part.of(given));
        }
    }

    private ModelStatistics freeze(Map<TallyKey, TallyRow> tally) {
        return SnapshotLearner.freeze(new SnapshotVersion(1, 1), classes, "", List.of(), tally, List.of(model))
                .models()
                .get(0);
    }

    /** Finds the cuts of a ranking; a rule for each part of the last pass. */
    private List<CutRule> rules(Ranking ranking) {
        ExactCuts cuts = new ExactCuts(ranking.wanted());
        while (!cuts.settled()) {
            cuts.end(passes.run(number -> new CutPart(ranking, cuts, classes)).stream()
                    .map(CutPart::count)
                    .toList());
        }
        boolean ties = false;
        for (int group = 0; group < ranking.wanted().length; group++) {
            ties |= cuts.atCut(group) > cuts.wantedAtCut(group);
        }
        List<TiePart> parts = new ArrayList<>();
        for (int number = 0; number < passes.parts(); number++) {
            parts.add(new TiePart(ranking, cuts, classes));
        }
        if (ties && passes.parts() > 1) {
            parts = passes.run(number -> new TiePart(ranking, cuts, classes));
        }
        return CutRule.of(ranking, cuts, parts.stream().map(TiePart::ties).toList());
    }

    private static int[] worstFirst(List<? extends Flagged> parts) {
        int size = parts.stream().mapToInt(Flagged::size).sum();
        int[] issues = new int[size];
        double[] scores = new double[size];
        int at = 0;
        for (Flagged part : parts) {
            part.copyTo(issues, scores, at);
            at += part.size();
        }
        return WorstFirst.sort(issues, scores);
    }
}
