package dev.sluice.replay;

import dev.sluice.judge.Decision;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Sample;
import dev.sluice.noise.ConfidentClass;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.LiveRows;
import dev.sluice.noise.LiveSamples;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Posteriors;
import dev.sluice.noise.RateMarks;
import dev.sluice.noise.RecentRates;
import dev.sluice.noise.SampleKey;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SuspicionCounts;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.VersionsInForce;
import dev.sluice.noise.WarmStart;
import dev.sluice.noise.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Everything that a rehearsal has learnt so far: the sums of each partition, and how far it has come. Memory grows with
 * the non-zero cells of the joint in the live panes, not with the rows.
 */
final class LearntState {

    private final int classes;
    private final String classListHash;
    private final long enough;
    private final Window window;
    private final Snapshot warmStart;
    private final RateMarks rates;
    private final Map<Integer, Progress> partitions = new TreeMap<>();
    private final List<ModelKey> seen = new ArrayList<>();
    private List<ModelKey> inForce = List.of();
    private Posteriors posteriors = new Posteriors();

    private static final class Progress {
        private final SuspicionCounts suspicions;
        private long arrived;
        private long judged;
        private final Map<TallyKey, TallyRow> rows = new HashMap<>();
        private final Map<SampleKey, LearningSample> samples = new HashMap<>();

        private Progress(int classes) {
            suspicions = new SuspicionCounts(classes);
        }
    }

    LearntState(RehearsalSetup setup) {
        classes = setup.classes();
        classListHash = setup.classListHash();
        rates = new RateMarks(classes);
        enough = setup.policy().warmUp().samples();
        window = setup.window();
        warmStart = setup.warmStart();
    }

    /**
     * Adds evidence to the sums at its arrival; in-sample logits only count as arrived.
     *
     * @param time event time, ms; any number where the window is not one of time
     */
    void arrived(int partition, Sample sample, Evidence evidence, long time) {
        Progress at = progress(partition);
        long pane = window.pane(time, ++at.arrived);
        for (ModelEvidence model : evidence.models()) {
            if (model.outOfSample()) {
                int given = sample.givenLabel();
                boolean agrees = SampleRow.agrees(model.logits(), given);
                row(at, pane, model.model(), given).add(model.probabilities()[given], agrees);
                LearningSample rows = at.samples.computeIfAbsent(
                        new SampleKey(pane, model.model()), none -> new LearningSample(classes));
                rows.count(given, agrees, 1);
                if (rows.mayKeep(SampleRow.rank(sample.id()), given, agrees)) {
                    rows.keep(SampleRow.of(sample.id(), given, model.logits()));
                }
            }
        }
    }

    /**
     * The cells of the confident joint that evidence is counted in, one a model.
     *
     * @param snapshot what judges it, null for none
     * @return the columns, {@link ConfidentClass#NONE} where a model's logits are not counted
     */
    static int[] cells(Evidence evidence, Snapshot snapshot) {
        int[] cells = new int[evidence.models().size()];
        for (int m = 0; m < cells.length; m++) {
            ModelEvidence model = evidence.models().get(m);
            cells[m] = snapshot == null || !model.outOfSample()
                    ? ConfidentClass.NONE
                    : snapshot.statistics(model.model().id())
                            .map(statistics -> statistics.confidentClass(model.probabilities()))
                            .orElse(ConfidentClass.NONE);
        }
        return cells;
    }

    /** Counts a judged row in its cells of the confident joints, see {@link #cells}; rows in their order of arrival. */
    void judged(int partition, Sample sample, Evidence evidence, int[] cells, long time) {
        Progress at = progress(partition);
        long pane = window.pane(time, ++at.judged);
        for (int m = 0; m < cells.length; m++) {
            if (cells[m] != ConfidentClass.NONE) {
                row(at, pane, evidence.models().get(m).model(), sample.givenLabel())
                        .countJoint(cells[m]);
            }
        }
    }

    /** Counts whether a judged row was suspected, whatever became of it; rows in their order of arrival. */
    void decided(int partition, Decision decision) {
        if (decision.judged()) {
            progress(partition).suspicions.count(decision.policy(), decision.givenLabel(), decision.suspected());
        }
    }

    /** The snapshot of everything so far. */
    Snapshot freeze(SnapshotVersion version) {
        List<Coverage> coverage = new ArrayList<>();
        partitions.forEach((partition, at) -> coverage.add(new Coverage(partition, at.arrived, at.judged)));
        return freeze(version, coverage).withRates(recentRates());
    }

    private Snapshot freeze(SnapshotVersion version, List<Coverage> coverage) {
        return freeze(version, coverage, List.of(enough), same -> true);
    }

    /**
     * The snapshot, without rates, of everything so far under a coverage that may also name partitions without rows.
     *
     * @param warmUps samples that made a model version warm in the live run: which of these it was, nobody recorded
     * @param recorded whether it is the one that the live run froze
     * @return the first that is; otherwise the first of all
     */
    Snapshot freeze(
            SnapshotVersion version, List<Coverage> coverage, List<Long> warmUps, Predicate<Snapshot> recorded) {
        List<Map<TallyKey, TallyRow>> partitionRows =
                partitions.values().stream().map(at -> at.rows).toList();
        LiveRows.forget(window, partitionRows);
        Map<TallyKey, TallyRow> rows = LiveRows.merge(window, partitionRows);
        List<Map<SampleKey, LearningSample>> partitionSamples =
                partitions.values().stream().map(at -> at.samples).toList();
        LiveSamples.forget(window, partitionSamples);
        Map<ModelKey, Long> samples = new TreeMap<>();
        rows.forEach((key, row) -> samples.merge(key.model(), row.count(), Math::addExact));
        // Which of two versions that are new to a snapshot came first is not recorded: like the learner's, their order
        // is their own, by name.
        samples.keySet().stream().filter(model -> !seen.contains(model)).forEach(seen::add);
        long arrived = coverage.stream().mapToLong(Coverage::arrived).sum();
        List<ModelKey> inForceBefore = inForce;
        Posteriors posteriorsBefore = posteriors;
        Snapshot first = null;
        for (long warmUp : warmUps) {
            inForce = VersionsInForce.choose(seen, model -> samples.getOrDefault(model, 0L), warmUp, inForceBefore);
            posteriors = posteriorsBefore.copy();
            Map<ModelKey, PosteriorModel> learnt = posteriors.refresh(
                    arrived, rows, inForce, warmUp, () -> LiveSamples.merge(window, partitionSamples));
            Snapshot own = SnapshotLearner.freeze(version, classes, classListHash, coverage, rows, learnt, inForce);
            Snapshot plain = WarmStart.serve(own, warmStart, warmUp);
            Snapshot served = plain.withRescaler(posteriors.rescaler());
            if (recorded.test(served)) {
                return served;
            }
            // A learner of before there were rescalers froze without one.
            if (recorded.test(plain)) {
                return plain;
            }
            first = first == null ? served : first;
        }
        return first;
    }

    /** Which share of the rows was suspected lately; once a snapshot, as its marks move. */
    RecentRates recentRates() {
        SuspicionCounts suspicions = new SuspicionCounts(classes);
        partitions.values().forEach(at -> suspicions.merge(at.suspicions));
        return rates.advance(suspicions);
    }

    private static TallyRow row(Progress at, long pane, ModelKey model, int givenLabel) {
        return at.rows.computeIfAbsent(new TallyKey(pane, model, givenLabel), key -> new TallyRow());
    }

    private Progress progress(int partition) {
        return partitions.computeIfAbsent(partition, none -> new Progress(classes));
    }
}
