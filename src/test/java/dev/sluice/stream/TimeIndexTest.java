package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class TimeIndexTest {

    private final TimeIndex index = new TimeIndex(1);

    private long earliest(int most, String... counting) {
        return index.earliest(most, (id, time) -> Set.of(counting).contains(id + time));
    }

    @Test
    void shouldNameTheEarliestThatStillCountsAndForgetWhatDoesNot() {
        index.add(10, "a");
        index.add(10, "b");
        index.add(20, "a");
        index.add(30, "c");

        assertThat(earliest(9, "b10", "a20", "c30")).isEqualTo(10);
        assertThat(earliest(9, "a20", "c30")).isEqualTo(20);
        assertThat(earliest(9)).isEqualTo(Long.MAX_VALUE);
        assertThat(index.pollBefore(100)).isNull();
    }

    @Test
    void shouldAnswerTooEarlyRatherThanLookTooLong() {
        for (int i = 0; i < 10; i++) {
            index.add(i, "gone");
        }
        index.add(50, "here");

        assertThat(earliest(4, "here50")).isEqualTo(4);
        assertThat(earliest(4, "here50")).isEqualTo(8);
        assertThat(earliest(4, "here50")).isEqualTo(50);
    }

    @Test
    void shouldLeaveWhatStillCountsInItsOrder() {
        index.add(10, "c");
        index.add(10, "x");
        index.add(10, "a");
        index.add(11, "b");
        // Half of the first bucket is polled when it is looked at.
        assertThat(index.pollBefore(100)).isEqualTo("a");
        assertThat(earliest(9, "c10", "x10", "b11")).isEqualTo(10);

        assertThat(index.pollBefore(100)).isEqualTo("c");
        assertThat(index.pollBefore(100)).isEqualTo("x");
        assertThat(index.pollBefore(100)).isEqualTo("b");
    }
}
