package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalOrderTest {

    @Test
    void shouldKeepEveryRowOnceAndRepeatForTheSameSeed() {
        int[] order = ArrivalOrder.shuffled(1000, 7);

        assertThat(order).containsExactlyInAnyOrder(ArrivalOrder.ofFile(1000));
        assertThat(order).isEqualTo(ArrivalOrder.shuffled(1000, 7));
        assertThat(order).isNotEqualTo(ArrivalOrder.shuffled(1000, 8));
    }

    @Test
    void shouldBeTheSameOnEveryMachine() {
        assertThat(ArrivalOrder.shuffled(6, 1)).containsExactly(4, 2, 0, 1, 5, 3);
    }
}
