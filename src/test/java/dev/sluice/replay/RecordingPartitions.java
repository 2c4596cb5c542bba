package dev.sluice.replay;

import dev.sluice.judge.AheadGate;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Judge;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Sample;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Posteriors;
import dev.sluice.noise.RateMarks;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SuspicionCounts;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.replay.RecordedOrder.RecordedRow;
import dev.sluice.replay.RecordedOrder.RecordedSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Stands in for a live run: several partitions that get rows, publish tallies, adopt snapshots and judge, each when
 * chance says so. Keeps what a live run would record. Does not share the plumbing of a rehearsal.
 */
final class RecordingPartitions {

    private static final class Partition {
        private final Map<TallyKey, TallyRow> rows = new HashMap<>();
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private Map<TallyKey, TallyRow> published = Map.of();
        private Coverage publishedCoverage;
        private SuspicionCounts suspicions;
        private SuspicionCounts publishedSuspicions;
        private LearningSample sample;
        private LearningSample publishedSample;
        private Snapshot adopted;
        private Policy policy;
        private long arrived;
        private long judged;
    }

    final List<RecordedSnapshot> snapshots = new ArrayList<>();
    final List<RecordedRow> recorded = new ArrayList<>();
    final Map<String, Decision> decisions = new HashMap<>();
    private final RehearsalSetup setup;
    private final List<Policy> policies;
    private final GeneratedRows rows;
    private final List<Partition> partitions = new ArrayList<>();
    private final Posteriors posteriors = new Posteriors();
    private final RateMarks marks;
    private boolean withRates = true;
    private Snapshot newest;

    RecordingPartitions(RehearsalSetup setup, GeneratedRows rows, int count) {
        this(setup, List.of(setup.policy()), rows, count);
    }

    /** @param policies versions 1, 2 and so on; each partition goes from one to the next when chance says so */
    RecordingPartitions(RehearsalSetup setup, List<Policy> policies, GeneratedRows rows, int count) {
        this.setup = setup;
        this.policies = policies;
        this.rows = rows;
        marks = new RateMarks(setup.classes());
        for (int p = 0; p < count; p++) {
            Partition partition = new Partition();
            partition.sample = new LearningSample(setup.classes());
            partition.suspicions = new SuspicionCounts(setup.classes());
            partition.publishedSuspicions = new SuspicionCounts(setup.classes());
            partition.publishedSample = new LearningSample(setup.classes());
            partition.policy = policies.get(0);
            partition.publishedCoverage = new Coverage(p, 0, 0);
            partitions.add(partition);
        }
    }

    /** As a learner of before there were breakers froze. */
    RecordingPartitions withoutRates() {
        withRates = false;
        return this;
    }

    RecordedOrder run(long seed) {
        Random random = new Random(seed);
        for (int row = 0; row < rows.size(); row++) {
            int p = Math.floorMod(rows.id(row).hashCode(), partitions.size());
            arrive(p, row);
            int any = random.nextInt(partitions.size());
            if (policies.size() > 1 && random.nextInt(200) == 0) {
                Partition changing = partitions.get(any);
                changing.policy = policies.get(Math.min(changing.policy.version(), policies.size() - 1));
            }
            switch (random.nextInt(12)) {
                case 0 -> publish(any);
                case 1 -> freeze();
                case 2 -> partitions.get(any).adopted = newest;
                default -> judge(any);
            }
        }
        for (int round = 0; round < 2; round++) {
            for (int p = 0; p < partitions.size(); p++) {
                publish(p);
            }
            freeze();
            for (int p = 0; p < partitions.size(); p++) {
                partitions.get(p).adopted = newest;
                judge(p);
            }
        }
        return new RecordedOrder(snapshots, recorded);
    }

    private void arrive(int p, int row) {
        Partition partition = partitions.get(p);
        partition.arrived++;
        partition.waiting.add(row);
        ModelEvidence model = evidence(row);
        int given = rows.label(row);
        boolean agrees = SampleRow.agrees(model.logits(), given);
        row(partition, row).add(model.probabilities()[given], agrees);
        partition.sample.add(SampleRow.of(rows.id(row), given, model.logits()));
    }

    private void judge(int p) {
        Partition partition = partitions.get(p);
        while (!partition.waiting.isEmpty()
                && AheadGate.open(
                        p,
                        partition.judged + 1,
                        partition.adopted,
                        partition.policy,
                        setup.maxAhead(),
                        new Judge(partition.adopted, partition.policy)
                                .holds(
                                        sample(partition.waiting.peek()),
                                        Evidence.of(evidence(partition.waiting.peek()))),
                        false)) {
            int row = partition.waiting.remove();
            partition.judged++;
            ModelEvidence model = evidence(row);
            Sample sample = sample(row);
            Decision decision = Judge.judge(sample, Evidence.of(model), partition.adopted, partition.policy);
            decisions.put(sample.id(), decision);
            if (!decision.reasons().contains(Reason.WARM_UP)) {
                boolean suspected = decision.suggestedLabel() != sample.givenLabel()
                        && !decision.reasons().contains(Reason.RARE_CLASS);
                partition.suspicions.count(partition.policy.version(), sample.givenLabel(), suspected);
            }
            if (partition.adopted != null) {
                for (ModelStatistics statistics : partition.adopted.models()) {
                    int cell = statistics.confidentClass(model.probabilities());
                    if (cell >= 0) {
                        row(partition, row).countJoint(cell);
                    }
                }
            }
            Optional<SnapshotVersion> version =
                    Optional.ofNullable(partition.adopted).map(Snapshot::version);
            recorded.add(new RecordedRow(
                    sample.id(), 0, p, partition.judged, version, partition.policy.version(), Set.of()));
        }
    }

    private void publish(int p) {
        Partition partition = partitions.get(p);
        Map<TallyKey, TallyRow> copy = new HashMap<>();
        partition.rows.forEach((key, row) -> copy.put(key, row.copy()));
        partition.published = copy;
        partition.publishedSample = new LearningSample(setup.classes());
        partition.publishedSample.merge(partition.sample);
        partition.publishedCoverage = new Coverage(p, partition.arrived, partition.judged);
        partition.publishedSuspicions = new SuspicionCounts(setup.classes());
        partition.publishedSuspicions.merge(partition.suspicions);
    }

    private void freeze() {
        Map<TallyKey, TallyRow> merged = new HashMap<>();
        List<Coverage> coverage = new ArrayList<>();
        LearningSample sample = new LearningSample(setup.classes());
        SuspicionCounts suspicions = new SuspicionCounts(setup.classes());
        for (Partition partition : partitions) {
            partition.published.forEach((key, row) ->
                    merged.computeIfAbsent(key, none -> new TallyRow()).merge(row));
            coverage.add(partition.publishedCoverage);
            sample.merge(partition.publishedSample);
            suspicions.merge(partition.publishedSuspicions);
        }
        List<ModelKey> inForce = merged.isEmpty() ? List.of() : List.of(RehearsalSetups.MODEL);
        long arrived = coverage.stream().mapToLong(Coverage::arrived).sum();
        newest = SnapshotLearner.freeze(
                new SnapshotVersion(1, snapshots.size() + 1),
                setup.classes(),
                setup.classListHash(),
                coverage,
                merged,
                posteriors.refresh(
                        arrived,
                        merged,
                        inForce,
                        setup.policy().warmUp().samples(),
                        () -> Map.of(RehearsalSetups.MODEL, sample)),
                inForce);
        newest = withRates ? newest.withRates(marks.advance(suspicions)) : newest;
        snapshots.add(new RecordedSnapshot(newest.version(), newest.hash(), coverage));
    }

    private TallyRow row(Partition partition, int row) {
        return partition.rows.computeIfAbsent(
                new TallyKey(0, RehearsalSetups.MODEL, rows.label(row)), key -> new TallyRow());
    }

    private Sample sample(int row) {
        return new Sample(rows.id(row), rows.label(row));
    }

    private ModelEvidence evidence(int row) {
        return ModelEvidence.of(RehearsalSetups.MODEL, rows.logits(row), true);
    }
}
