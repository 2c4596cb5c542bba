package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.files.ArrivalOrder;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.judge.WarmUpRoute;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {

    private final List<Integer> rowsDecided = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    @Test
    void shouldDecideEveryRowOnceInTheOrderOfArrival() throws IOException {
        GeneratedRows rows = GeneratedRows.draw(3, 777, 1);
        int[] order = ArrivalOrder.shuffled(777, 5);
        RehearsalSummary summary = run(setup().snapshotEvery(100).warmUp(250, 5, WarmUpRoute.HOLD), rows, order);
        assertThat(rowsDecided)
                .containsExactlyElementsOf(Arrays.stream(order).boxed().toList());
        assertThat(summary.samples()).isEqualTo(777);
        assertThat(summary.routed(Route.QUARANTINE)).isPositive();
    }

    @Test
    void shouldFreezeWheneverARowMakesItDueAndOnceMoreAtTheEnd() throws IOException {
        //  rows      1..100   101..200   201..250
        //  frozen       1.1        1.2        1.3 (end; covers all)
        RehearsalSummary summary = run(setup().snapshotEvery(100).warmUp(1, 0, WarmUpRoute.CLEAN), rows(250));
        assertThat(summary.snapshots()).isEqualTo(3);
        assertThat(last(summary).coverage(0).arrived()).isEqualTo(250);
        assertThat(last(summary).coverage(0).judged()).isEqualTo(250);
        assertThat(last(summary).models().get(0).samples()).isEqualTo(250);
    }

    @Test
    void shouldJudgeARowBeforeItIsLearntFrom() throws IOException {
        // Row 100 makes 1.1 due, but was judged before it; row 101 is the first under 1.1, row 200 the last.
        run(setup().snapshotEvery(100).warmUp(1, 0, WarmUpRoute.CLEAN), rows(250));
        assertThat(decisions.get(99).snapshot()).isNull();
        assertThat(decisions.get(99).reasons()).containsExactly(Reason.WARM_UP);
        assertThat(decisions.get(100).snapshot()).isEqualTo(new SnapshotVersion(1, 1));
        assertThat(decisions.get(199).snapshot()).isEqualTo(new SnapshotVersion(1, 1));
        assertThat(decisions.get(200).snapshot()).isEqualTo(new SnapshotVersion(1, 2));
    }

    @Test
    void shouldHoldRowsUntilTheFirstWarmSnapshotAndThenJudgeThem() throws IOException {
        // 1.1 and 1.2 are too small; 1.3 with 300 rows is warm and judges all that waited, itself included.
        run(setup().snapshotEvery(100).warmUp(250, 0, WarmUpRoute.HOLD), rows(400));
        assertThat(decisions.subList(0, 400)).extracting(Decision::snapshot).containsOnly(new SnapshotVersion(1, 3));
        assertThat(decisions).noneMatch(decision -> decision.reasons().contains(Reason.WARM_UP));
        assertThat(decisions).allMatch(decision -> decision.gates().isEmpty());
    }

    @Test
    void shouldCountHeldRowsInTheJointOnce() throws IOException {
        RehearsalSummary summary = run(setup().snapshotEvery(100).warmUp(250, 0, WarmUpRoute.HOLD), rows(400));
        long cells = Arrays.stream(
                        last(summary).models().get(0).confidentJoint().counts())
                .sum();
        assertThat(last(summary).coverage(0).judged()).isEqualTo(400);
        assertThat(cells).isBetween(100L, 400L);
    }

    @Test
    void shouldEndTheHoldWithItsGateWhenTheInputEndsTooEarly() throws IOException {
        RehearsalSummary summary = run(setup().warmUp(1000, 20, WarmUpRoute.HOLD), rows(70));
        assertThat(decisions).hasSize(70).allSatisfy(decision -> {
            assertThat(decision.route()).isEqualTo(Route.CLEAN);
            assertThat(decision.reasons()).containsExactly(Reason.WARM_UP);
            assertThat(decision.gates()).containsExactly(Gate.HOLD_EXPIRED);
            assertThat(decision.snapshot()).isEqualTo(new SnapshotVersion(1, 1));
            assertThat(decision.pWrong()).isBetween(0.0, 1.0);
        });
        assertThat(last(summary).coverage(0).judged()).isEqualTo(70);
    }

    @Test
    void shouldJudgeWithoutAGateWhenTheLastSnapshotIsWarmAfterAll() throws IOException {
        run(setup().snapshotEvery(1000).warmUp(50, 0, WarmUpRoute.HOLD), rows(70));
        assertThat(decisions).allMatch(decision -> decision.gates().isEmpty());
        assertThat(decisions).noneMatch(decision -> decision.reasons().contains(Reason.WARM_UP));
    }

    @ParameterizedTest
    @EnumSource(
            value = WarmUpRoute.class,
            names = {"CLEAN", "QUARANTINE"})
    void shouldRouteWarmUpRowsAtOnceWhenThePolicyDoesNotHold(WarmUpRoute route) throws IOException {
        run(setup().snapshotEvery(100).warmUp(150, 0, route), rows(250));
        assertThat(decisions.subList(0, 200)).allSatisfy(decision -> {
            assertThat(decision.route().name()).isEqualTo(route.name());
            assertThat(decision.reasons()).containsExactly(Reason.WARM_UP);
        });
        assertThat(decisions.subList(200, 250))
                .noneMatch(decision -> decision.reasons().contains(Reason.WARM_UP));
    }

    @Test
    void shouldWaitForTheNextSnapshotWhenJudgingWouldRunTooFarAhead() throws IOException {
        //  1.1 covers 100: rows 101..110 are judged under it, rows 111..200 wait for 1.2
        run(setup().snapshotEvery(100).maxAhead(10).warmUp(1, 0, WarmUpRoute.CLEAN), rows(300));
        assertThat(decisions.get(109).snapshot()).isEqualTo(new SnapshotVersion(1, 1));
        assertThat(decisions.get(110).snapshot()).isEqualTo(new SnapshotVersion(1, 2));
        assertThat(decisions.get(209).snapshot()).isEqualTo(new SnapshotVersion(1, 2));
        assertThat(decisions.get(210).snapshot()).isEqualTo(new SnapshotVersion(1, 3));
    }

    @Test
    void shouldLearnNothingFromInSampleLogits() throws IOException {
        RehearsalSummary summary = run(setup().inSample().snapshotEvery(100).warmUp(0, 0, WarmUpRoute.HOLD), rows(250));
        assertThat(last(summary).models()).isEmpty();
        assertThat(last(summary).coverage(0).arrived()).isEqualTo(250);
        assertThat(decisions)
                .hasSize(250)
                .allMatch(decision -> decision.reasons().contains(Reason.WARM_UP));
    }

    @Test
    void shouldEndWithTheSameSumsWhateverTheOrderOfArrival() throws IOException {
        GeneratedRows rows = GeneratedRows.draw(3, 900, 4);
        RehearsalSummary one = run(setup().snapshotEvery(100), rows, ArrivalOrder.shuffled(900, 1));
        RehearsalSummary other = run(setup().snapshotEvery(100), rows, ArrivalOrder.shuffled(900, 2));
        assertThat(last(one).models().get(0).thresholds())
                .containsExactly(last(other).models().get(0).thresholds());
        assertThat(last(one).models().get(0).counts())
                .containsExactly(last(other).models().get(0).counts());
    }

    @Test
    void shouldGiveTheSameDecisionsWhenRunAgain() throws IOException {
        GeneratedRows rows = GeneratedRows.draw(3, 900, 4);
        RehearsalSummary one = run(setup().snapshotEvery(100), rows, ArrivalOrder.shuffled(900, 1));
        List<Decision> first = List.copyOf(decisions);
        decisions.clear();
        RehearsalSummary again = run(setup().snapshotEvery(100), rows, ArrivalOrder.shuffled(900, 1));
        assertThat(decisions).isEqualTo(first);
        assertThat(last(again).hash()).isEqualTo(last(one).hash());
    }

    private RehearsalSummary run(RehearsalSetups setup, GeneratedRows rows) throws IOException {
        return run(setup, rows, ArrivalOrder.ofFile(rows.size()));
    }

    private RehearsalSummary run(RehearsalSetups setup, GeneratedRows rows, int[] order) throws IOException {
        return Rehearsal.run(setup.build(), setup.scored(rows), order, (row, id, decision) -> {
            assertThat(id).isEqualTo("s" + row);
            rowsDecided.add(row);
            decisions.add(decision);
        });
    }

    private static GeneratedRows rows(int size) {
        return GeneratedRows.draw(3, size, 3);
    }

    private static Snapshot last(RehearsalSummary summary) {
        return summary.lastSnapshot().orElseThrow();
    }
}
