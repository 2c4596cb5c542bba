package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SuspicionCountsTest {

    @Test
    void shouldCountByClass() {
        SuspicionCounts counts = new SuspicionCounts(3);
        counts.count(1, 2, true);
        counts.count(1, 2, false);
        counts.count(1, 0, false);
        assertThat(counts.judged(2)).isEqualTo(2);
        assertThat(counts.suspected(2)).isEqualTo(1);
        assertThat(counts.judged(0)).isEqualTo(1);
        assertThat(counts.suspected(0)).isZero();
        assertThat(counts.policy()).isEqualTo(1);
    }

    @Test
    void shouldStartAnewWhenTheyHearOfANewPolicyAndLeaveOutTheOldOneFromThenOn() {
        SuspicionCounts counts = new SuspicionCounts(2);
        counts.count(1, 0, true);
        assertThat(counts.count(3, 1, true)).isTrue();
        assertThat(counts.judged(0)).isZero();
        assertThat(counts.count(2, 0, true)).isFalse();
        counts.set(1, 0, 100, 50);
        assertThat(counts.judged(0)).isZero();
        assertThat(counts.policy()).isEqualTo(3);
    }

    @Test
    void shouldGiveTheCountsOfTheWholeWhenPartsAreMergedInAnyOrder() {
        Random random = new Random(3);
        SuspicionCounts whole = new SuspicionCounts(4);
        SuspicionCounts[] parts = {new SuspicionCounts(4), new SuspicionCounts(4), new SuspicionCounts(4)};
        for (int row = 0; row < 1000; row++) {
            int policy = 1 + row / 600;
            int given = random.nextInt(4);
            boolean suspect = random.nextInt(3) == 0;
            whole.count(policy, given, suspect);
            parts[random.nextInt(3)].count(policy, given, suspect);
        }
        SuspicionCounts forward = new SuspicionCounts(4);
        SuspicionCounts backward = new SuspicionCounts(4);
        SuspicionCounts still = new SuspicionCounts(4);
        still.count(1, 3, true);
        forward.merge(still);
        for (int i = 0; i < 3; i++) {
            forward.merge(parts[i]);
            backward.merge(parts[2 - i]);
        }
        backward.merge(still);
        backward.merge(new SuspicionCounts(4));
        assertThat(forward).isEqualTo(whole).isEqualTo(backward);
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        SuspicionCounts counts = new SuspicionCounts(2);
        assertThatThrownBy(() -> counts.set(1, 2, 1, 0)).hasMessageContaining("class 2 of 2");
        assertThatThrownBy(() -> counts.set(1, 0, 1, 2)).hasMessageContaining("2 of 1");
        assertThatThrownBy(() -> counts.set(0, 0, 1, 0)).hasMessageContaining("policy v0");
    }
}
