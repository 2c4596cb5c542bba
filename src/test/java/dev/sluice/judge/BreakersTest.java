package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static dev.sluice.judge.Rows.given;
import static dev.sluice.judge.Rows.predicted;
import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.Snapshot;
import dev.sluice.noise.Snapshots;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BreakersTest {

    private static final Evidence SURE_OF_1 = predicted(.1, .8, .1);
    private static final Snapshot MOSTLY_SUSPECTED = snapshot().rates(150, 200).build();

    @ParameterizedTest
    @CsvSource({
        "100, 200, false, exactly the limit",
        "114, 200, false, more than the limit by less than two standard deviations of 7.07",
        "115, 200, true, by more than two",
        "527, 1000, false, more rows tell more: 15.8",
        "532, 1000, true, by more than two of 15.8",
        "199, 199, false, too few rows",
        "0, 5000, false, nobody is suspected"
    })
    void shouldOpenOverAllSamplesWhenMoreThanTheLimitOfEnoughRowsIsSuspected(
            long suspected, long judged, boolean open, String why) {
        Snapshot rated = snapshot().rates(suspected, judged).build();
        Breakers breakers = Breakers.of(rated, guarded().build());
        assertThat(breakers.closed()).as(why).isEqualTo(!open);
        for (int k = 0; k < 3; k++) {
            assertThat(breakers.protects(k)).as(why).isEqualTo(open);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "40, 50, false, exactly the limit",
        "45, 50, false, by less than two standard deviations of 2.83",
        "46, 50, true, by more",
        "49, 49, false, too few rows"
    })
    void shouldOpenForOneClassWhenMoreThanItsLimitIsSuspected(long suspected, long judged, boolean open, String why) {
        Snapshot rated = snapshot().rates(50, 1000, 0, 400, suspected, judged).build();
        Breakers breakers = Breakers.of(rated, guarded().build());
        assertThat(breakers.protects(1)).as(why).isEqualTo(open);
        assertThat(breakers.protects(0)).isFalse();
        assertThat(breakers.protects(2)).as("a class without rows").isFalse();
        if (open) {
            assertThat(breakers.open()).containsExactly(new Breakers.Open(OptionalInt.of(1), suspected, judged, .8));
        }
    }

    @Test
    void shouldStayClosedBeforeTheFirstSnapshotAndUnderAPolicyThatSuspectedNothingYet() {
        assertThat(Breakers.of(null, guarded().build()).closed()).isTrue();
        assertThat(Breakers.of(snapshot().build(), guarded().build()).closed()).isTrue();
        assertThat(Breakers.of(MOSTLY_SUSPECTED, guarded().version(2).build()).closed())
                .as("the rates are of policy v1")
                .isTrue();
    }

    @Test
    void shouldStayClosedWhenTheLimitIsOneAndOpenForAnySuspectWhenItIsZero() {
        Snapshot all = snapshot().rates(200, 200, 60, 60).build();
        assertThat(Breakers.of(all, policy().guard(1, 1, GuardRoute.CLEAN).build())
                        .closed())
                .isTrue();
        Snapshot one = snapshot().rates(1, 200).build();
        assertThat(Breakers.of(one, policy().guard(0, 1, GuardRoute.CLEAN).build())
                        .closed())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(GuardRoute.class)
    void shouldPassASuspectWithItsReasonAndKeepWhatTheDetectorSaid(GuardRoute route) {
        Policy policy = policy().guard(.5, .8, route).build();
        Decision decision = Judge.judge(given(0), SURE_OF_1, MOSTLY_SUSPECTED, policy);
        assertThat(decision.route()).isEqualTo(Route.CLEAN);
        assertThat(decision.weight()).isEqualTo(1);
        assertThat(decision.pWrong()).isCloseTo(.9, within(1e-12));
        assertThat(decision.suggestedLabel()).isEqualTo(1);
        assertThat(decision.reasons()).containsExactly(Reason.BREAKER, Reason.CONFIDENT_OTHER);
    }

    @Test
    void shouldSayNothingOfTheBreakerWhenNothingIsSuspicious() {
        assertThat(Judge.judge(given(1), SURE_OF_1, MOSTLY_SUSPECTED, guarded().build())
                        .reasons())
                .isEmpty();
    }

    @Test
    void shouldNameTheBreakerInShadowSinceEnforcingWouldChangeNothing() {
        Policy shadow = guarded().mode(Mode.SHADOW).build();
        assertThat(Judge.judge(given(0), SURE_OF_1, MOSTLY_SUSPECTED, shadow).reasons())
                .containsExactly(Reason.BREAKER, Reason.CONFIDENT_OTHER);
    }

    @Test
    void shouldNameTheRareClassBeforeTheBreaker() {
        Snapshot rare = snapshot().counts(19, 2000, 2000).rates(150, 200).build();
        Decision decision = Judge.judge(given(0), SURE_OF_1, rare, guarded().build());
        assertThat(decision.reasons()).containsExactly(Reason.CONFIDENT_OTHER, Reason.RARE_CLASS);
    }

    @Test
    void shouldLeaveTheWarmUpAlone() {
        Snapshot cold = snapshot().counts(1, 1, 1).rates(150, 200).build();
        Policy quarantining = guarded().warmUp(1000, 20, WarmUpRoute.QUARANTINE).build();
        assertThat(Judge.judge(given(0), SURE_OF_1, cold, quarantining).route()).isEqualTo(Route.QUARANTINE);
    }

    @Test
    void shouldCountTheSameWhetherTheBreakerIsOpenOrClosedOrAllIsShadow() {
        Snapshots closed = snapshot().rates(50, 200);
        for (Mode mode : Mode.values()) {
            for (Snapshot rated : new Snapshot[] {closed.build(), MOSTLY_SUSPECTED}) {
                Policy policy = guarded().mode(mode).build();
                Decision suspect = Judge.judge(given(0), SURE_OF_1, rated, policy);
                assertThat(suspect.judged()).isTrue();
                assertThat(suspect.suspected()).isTrue();
                Decision fine = Judge.judge(given(1), SURE_OF_1, rated, policy);
                assertThat(fine.judged()).isTrue();
                assertThat(fine.suspected()).isFalse();
            }
        }
    }

    @Test
    void shouldCountARareClassAsNotSuspectedAndTheWarmUpNotAtAll() {
        Snapshot rare = snapshot().counts(19, 2000, 2000).build();
        Decision spared = Judge.judge(given(0), SURE_OF_1, rare, guarded().build());
        assertThat(spared.judged()).isTrue();
        assertThat(spared.suspected()).isFalse();
        Decision cold = Judge.judge(given(0), SURE_OF_1, null, guarded().build());
        assertThat(cold.judged()).isFalse();
        assertThat(cold.suspected()).isFalse();
    }

    @Test
    void shouldHoldOnlySuspectsAndOnlyWhileTheirBreakerIsOpen() {
        Policy hold = policy().guard(.5, .8, GuardRoute.HOLD).build();
        assertThat(new Judge(MOSTLY_SUSPECTED, hold).holds(given(0), SURE_OF_1)).isTrue();
        assertThat(new Judge(MOSTLY_SUSPECTED, hold).holds(given(1), SURE_OF_1))
                .as("not suspected")
                .isFalse();
        assertThat(new Judge(snapshot().rates(50, 200).build(), hold).holds(given(0), SURE_OF_1))
                .as("closed")
                .isFalse();
        assertThat(new Judge(MOSTLY_SUSPECTED, guarded().build()).holds(given(0), SURE_OF_1))
                .as("clean, not hold")
                .isFalse();
        Policy shadow =
                policy().mode(Mode.SHADOW).guard(.5, .8, GuardRoute.HOLD).build();
        assertThat(new Judge(MOSTLY_SUSPECTED, shadow).holds(given(0), SURE_OF_1))
                .as("in shadow nothing is at stake")
                .isFalse();
    }

    @Test
    void shouldSayWhenTheStatisticsAreOfAnotherVersionOfTheModel() {
        Snapshot older = snapshot().model("main", "0").build();
        assertThat(Judge.judge(given(0), SURE_OF_1, older, policy().build()).gates())
                .containsExactly(Gate.STALE_MODEL);
        assertThat(Judge.judge(given(0), SURE_OF_1, snapshot().build(), policy().build())
                        .gates())
                .isEmpty();
    }

    private static Policies guarded() {
        return policy().guard(.5, .8, GuardRoute.CLEAN);
    }
}
