package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.judge.ClassPolicy;
import dev.sluice.judge.Decision;
import dev.sluice.judge.GuardRoute;
import dev.sluice.judge.Mode;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.judge.WarmUp;
import dev.sluice.judge.WarmUpRoute;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.replay.RecordedOrder.RecordedRow;
import dev.sluice.replay.RecordedOrder.RecordedSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedRehearsalTest {

    private static final GeneratedRows ROWS = GeneratedRows.draw(3, 1_500, 6);
    private static final FiledRows SCORED = setup().scored(ROWS);

    private RehearsalSetup setup;
    private RecordingPartitions live;
    private RecordedOrder order;

    @BeforeEach
    void shouldRecordALiveRun() {
        setup = setup().warmUp(200, 5, WarmUpRoute.HOLD).maxAhead(100).build();
        live = new RecordingPartitions(setup, ROWS, 4);
        order = live.run(11);
        assertThat(order.rows()).hasSize(1_500);
        assertThat(order.snapshots()).hasSizeGreaterThan(50);
    }

    static Stream<Arguments> liveRuns() {
        return IntStream.rangeClosed(1, 5)
                .boxed()
                .flatMap(partitions -> Stream.of(WarmUpRoute.values())
                        .map(route -> Arguments.of(partitions, route, 100L * partitions + route.ordinal())));
    }

    @ParameterizedTest(name = "{0} partitions, warm-up {1}, seed {2}")
    @MethodSource("liveRuns")
    void shouldGiveTheLiveRunsDecisionsWhateverItsPartitionsAndInterleaving(
            int partitions, WarmUpRoute route, long seed) throws IOException {
        RehearsalSetup other = setup().warmUp(200, 5, route).maxAhead(50).build();
        RecordingPartitions run = new RecordingPartitions(other, ROWS, partitions);
        RecordedOrder recorded = run.run(seed);
        Map<String, Decision> again = new HashMap<>();
        RehearsalSummary summary =
                OrderedRehearsal.run(other, SCORED, recorded, (row, id, decision) -> again.put(id, decision));
        assertThat(again).hasSize(1_500).isEqualTo(run.decisions);
        assertThat(summary.lastSnapshot().orElseThrow().hash())
                .isEqualTo(recorded.snapshots()
                        .get(recorded.snapshots().size() - 1)
                        .hash());
    }

    @ParameterizedTest(name = "{0} partitions, warm-up {1}, seed {2}")
    @MethodSource("liveRuns")
    void shouldGiveTheLiveRunsDecisionsWhenItsPolicyWasChanged(int partitions, WarmUpRoute route, long seed)
            throws IOException {
        RehearsalSetup first = setup().warmUp(200, 5, route).maxAhead(50).build();
        List<Policy> policies = List.of(
                first.policy(),
                change(first.policy(), 2, Mode.ENFORCE, 100, OptionalDouble.of(.99)),
                change(first.policy(), 3, Mode.SHADOW, 400, OptionalDouble.empty()),
                change(first.policy(), 4, Mode.ENFORCE, 200, OptionalDouble.empty()));
        RecordingPartitions run = new RecordingPartitions(first, policies, ROWS, partitions);
        RecordedOrder recorded = run.run(seed);
        assertThat(recorded.rows().stream().map(RecordedRow::policy).distinct())
                .as("policies that judged")
                .hasSizeGreaterThan(1);
        SortedMap<Integer, Policy> versions = new TreeMap<>();
        policies.forEach(policy -> versions.put(policy.version(), policy));
        Map<String, Decision> again = new HashMap<>();

        OrderedRehearsal.run(first, versions, SCORED, recorded, (row, id, decision) -> again.put(id, decision));

        assertThat(again).hasSize(1_500).isEqualTo(run.decisions);
        assertThatThrownBy(() -> OrderedRehearsal.run(first, SCORED, recorded, (row, id, decision) -> {}))
                .as("without them")
                .hasMessageContaining("known are v1: record the order again");
    }

    private static Policy change(Policy policy, int version, Mode mode, int samples, OptionalDouble threshold) {
        return new Policy(
                version,
                policy.hash() + version,
                mode,
                policy.detector(),
                policy.quarantineAbove(),
                new WarmUp(samples, 5, policy.warmUp().route()),
                policy.guard(),
                policy.weights(),
                Map.of(1, new ClassPolicy(threshold, OptionalDouble.empty(), OptionalDouble.empty())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldGiveTheLiveRunsDecisionsWhenBreakersOpenAndClose(int partitions) throws IOException {
        RehearsalSetup guarded = setup().warmUp(200, 5, WarmUpRoute.HOLD)
                .maxAhead(50)
                .guard(.12, .12, GuardRoute.CLEAN)
                .build();
        RecordingPartitions run = new RecordingPartitions(guarded, ROWS, partitions);
        RecordedOrder recorded = run.run(7);
        Map<String, Decision> again = new HashMap<>();
        OrderedRehearsal.run(guarded, SCORED, recorded, (row, id, decision) -> again.put(id, decision));
        assertThat(again).isEqualTo(run.decisions);
        assertThat(again.values())
                .anyMatch(decision -> decision.reasons().contains(Reason.BREAKER))
                .anyMatch(decision -> decision.route() == Route.QUARANTINE);
    }

    @Test
    void shouldGiveTheLiveRunsDecisionsWhenItsLearnerKnewNoRates() throws IOException {
        RehearsalSetup guarded = setup().warmUp(200, 5, WarmUpRoute.HOLD)
                .guard(.05, .05, GuardRoute.CLEAN)
                .build();
        RecordingPartitions run = new RecordingPartitions(guarded, ROWS, 3).withoutRates();
        RecordedOrder recorded = run.run(7);
        Map<String, Decision> again = new HashMap<>();
        OrderedRehearsal.run(guarded, SCORED, recorded, (row, id, decision) -> again.put(id, decision));
        assertThat(again).isEqualTo(run.decisions);
    }

    @Test
    void shouldHandDecisionsOutInTheOrderOfTheRecord() throws IOException {
        List<String> ids = new ArrayList<>();
        OrderedRehearsal.run(setup, SCORED, order, (row, id, decision) -> {
            assertThat(ROWS.id(row)).isEqualTo(id);
            ids.add(id);
        });
        assertThat(ids)
                .containsExactlyElementsOf(
                        order.rows().stream().map(RecordedRow::sampleId).toList());
    }

    @Test
    void shouldNotDependOnHowTheRecordInterleavesPartitions() throws IOException {
        List<RecordedRow> shuffled = new ArrayList<>(order.rows());
        Collections.shuffle(shuffled, new Random(3));
        Map<String, Decision> again = new HashMap<>();
        OrderedRehearsal.run(
                setup,
                SCORED,
                new RecordedOrder(order.snapshots(), shuffled),
                (row, id, decision) -> again.put(id, decision));
        assertThat(again).isEqualTo(live.decisions);
    }

    @Test
    void shouldNameTheVersionWhenASnapshotComesOutDifferent() {
        List<RecordedSnapshot> snapshots = new ArrayList<>(order.snapshots());
        RecordedSnapshot tenth = snapshots.get(9);
        snapshots.set(9, new RecordedSnapshot(tenth.version(), "0123456789abcdef", tenth.coverage()));
        shouldFail(new RecordedOrder(snapshots, order.rows()), "snapshot 1.10 comes out as " + tenth.hash());
    }

    @Test
    void shouldNoticeWhenOneLabelOfTheFilesWasChanged() {
        int changed = 700;
        ROWS.stream().given()[changed] = (ROWS.label(changed) + 1) % 3;
        try {
            shouldFail(order, "comes out as");
        } finally {
            ROWS.stream().given()[changed] = (ROWS.label(changed) + 2) % 3;
        }
    }

    @Test
    void shouldNoticeWhenTwoRowsOfTheRecordHaveChangedPlaces() {
        List<RecordedRow> rows = new ArrayList<>(order.rows());
        RecordedRow first = rows.get(0);
        int at = IntStream.range(1, rows.size())
                .filter(i -> rows.get(i).partition() == first.partition()
                        && ROWS.label(Integer.parseInt(rows.get(i).sampleId().substring(1)))
                                != ROWS.label(Integer.parseInt(first.sampleId().substring(1))))
                .reduce((a, b) -> b)
                .orElseThrow();
        RecordedRow last = rows.get(at);
        rows.set(0, withId(first, last.sampleId()));
        rows.set(at, withId(last, first.sampleId()));
        shouldFail(new RecordedOrder(order.snapshots(), rows), "comes out as");
    }

    @Test
    void shouldRefuseARecordWithAMissingOrADoubleRow() {
        List<RecordedRow> missing = new ArrayList<>(order.rows());
        missing.remove(400);
        shouldFail(new RecordedOrder(order.snapshots(), missing), "is missing: the recorded order is not whole");
        List<RecordedRow> twice = new ArrayList<>(order.rows());
        twice.add(twice.get(400));
        shouldFail(new RecordedOrder(order.snapshots(), twice), "the recorded order is not whole");
    }

    @Test
    void shouldRefuseARecordThatEndsBeforeItsSnapshots() {
        List<RecordedRow> rows = order.rows().stream()
                .filter(row -> row.partition() != 2 || row.sequence() <= 10)
                .toList();
        shouldFail(new RecordedOrder(order.snapshots(), rows), "rows of partition 2, the recorded order has 10");
    }

    @Test
    void shouldRefuseASampleThatTheFilesDoNotHold() {
        List<RecordedRow> rows = new ArrayList<>(order.rows());
        rows.set(5, withId(rows.get(5), "stranger"));
        shouldFail(new RecordedOrder(order.snapshots(), rows), "sample stranger is in the recorded order but not");
    }

    @Test
    void shouldRefuseAnotherPolicyThanTheFiles() {
        List<RecordedRow> rows = new ArrayList<>(order.rows());
        RecordedRow row = rows.get(5);
        rows.set(5, new RecordedRow(row.sampleId(), 0, row.partition(), row.sequence(), row.snapshot(), 2, Set.of()));
        shouldFail(new RecordedOrder(order.snapshots(), rows), "was judged by policy v2");
    }

    @Test
    void shouldRefuseASnapshotThatTheRecordDoesNotList() {
        List<RecordedRow> rows = new ArrayList<>(order.rows());
        RecordedRow row = rows.get(1_499);
        rows.set(
                1_499,
                new RecordedRow(
                        row.sampleId(),
                        0,
                        row.partition(),
                        row.sequence(),
                        Optional.of(new SnapshotVersion(1, 99_999)),
                        1,
                        Set.of()));
        assertThatThrownBy(() -> OrderedRehearsal.run(
                        setup, SCORED, new RecordedOrder(order.snapshots(), rows), (r, id, decision) -> {}))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("1.99999");
    }

    @Test
    void shouldRefuseSnapshotsOutOfOrderAndOfTwoGenerations() {
        RecordedSnapshot one = new RecordedSnapshot(new SnapshotVersion(1, 1), "a", List.of());
        RecordedSnapshot two = new RecordedSnapshot(new SnapshotVersion(1, 2), "b", List.of(new Coverage(0, 1, 1)));
        RecordedSnapshot reset = new RecordedSnapshot(new SnapshotVersion(2, 1), "c", List.of());
        assertThatThrownBy(() -> new RecordedOrder(List.of(two, one), List.of()))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("by version");
        assertThatThrownBy(() -> new RecordedOrder(List.of(one, reset), List.of()))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining("two generations");
    }

    private void shouldFail(RecordedOrder changed, String message) {
        assertThatThrownBy(() -> OrderedRehearsal.run(setup, SCORED, changed, (row, id, decision) -> {}))
                .isInstanceOf(RehearsalException.class)
                .hasMessageContaining(message);
    }

    private static RecordedRow withId(RecordedRow row, String id) {
        return new RecordedRow(
                id, row.presentation(), row.partition(), row.sequence(), row.snapshot(), row.policy(), row.gates());
    }
}
