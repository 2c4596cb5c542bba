package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.noise.RecentRates;
import dev.sluice.noise.Snapshots;
import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void shouldListTheWholeStreamAndThenEachClass() {
        RecentRates rates = Snapshots.snapshot().rates(30, 100, 5, 50).build().rates();

        assertThat(Rate.of(rates)).containsExactly(new Rate(-1, 100, 30), new Rate(0, 50, 5));
        assertThat(Rate.of(rates).get(1).share()).isEqualTo(.1);
    }

    @Test
    void shouldListNothingOfNothing() {
        assertThat(Rate.of(RecentRates.NONE)).isEmpty();
        assertThat(new Rate(0, 0, 0).share()).isZero();
    }
}
