package dev.sluice.judge;

import static dev.sluice.judge.Policies.policy;
import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.noise.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AheadGateTest {

    private static final int PARTITION = 2;
    private static final long MAX_AHEAD = 50;

    private final Policy hold = policy().build();
    private final Snapshot warm =
            snapshot().covers(1, 900).covers(PARTITION, 100).build();
    private final Snapshot cold =
            snapshot().counts(1, 1, 1).covers(PARTITION, 100).build();

    @Test
    void shouldWaitWhenNoPolicyWasReadYet() {
        assertThat(open(1, warm, null, false)).isFalse();
        assertThat(open(1, null, null, true)).isFalse();
    }

    @Test
    void shouldOpenUpToTheBoundBeyondWhatTheSnapshotCoversOfThisPartition() {
        assertThat(open(150, warm, hold, false)).isTrue();
        assertThat(open(151, warm, hold, false)).isFalse();
    }

    @Test
    void shouldCountFromNothingWhenTheSnapshotDoesNotKnowThePartition() {
        assertThat(AheadGate.open(7, 50, warm, hold, MAX_AHEAD, false, false)).isTrue();
        assertThat(AheadGate.open(7, 51, warm, hold, MAX_AHEAD, false, false)).isFalse();
    }

    @Test
    void shouldKeepTheBoundWhenTheHoldHasExpired() {
        assertThat(open(151, warm, hold, true)).isFalse();
        assertThat(open(151, cold, hold, true)).isFalse();
    }

    @Test
    void shouldHoldInWarmUpUntilTheHoldExpires() {
        assertThat(open(1, null, hold, false)).isFalse();
        assertThat(open(1, null, hold, true)).isTrue();
        assertThat(open(1, cold, hold, false)).isFalse();
        assertThat(open(1, cold, hold, true)).isTrue();
    }

    @Test
    void shouldHoldWhenTheSnapshotSpeaksOfNoModel() {
        Snapshot silent = snapshot().covers(PARTITION, 100).withoutModels();
        assertThat(open(1, silent, hold, false)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = WarmUpRoute.class,
            names = {"CLEAN", "QUARANTINE"})
    void shouldNotHoldWhenWarmUpHasARoute(WarmUpRoute route) {
        Policy routed = policy().warmUp(1000, 20, route).build();
        assertThat(open(1, null, routed, false)).isTrue();
        assertThat(open(1_000_000, null, routed, false))
                .as("no snapshot, no bound")
                .isTrue();
        assertThat(open(150, cold, routed, false)).isTrue();
        assertThat(open(151, cold, routed, false)).isFalse();
    }

    private boolean open(long sequence, Snapshot newest, Policy policy, boolean holdExpired) {
        boolean held = newest != warm && policy != null && policy.warmUp().route() == WarmUpRoute.HOLD;
        return AheadGate.open(PARTITION, sequence, newest, policy, MAX_AHEAD, held, holdExpired);
    }
}
