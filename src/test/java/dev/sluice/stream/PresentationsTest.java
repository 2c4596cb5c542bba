package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PresentationsTest {

    @Test
    void shouldKnowExactlyWhatIsTakenInWhateverOrder() {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            TreeSet<Integer> expected = new TreeSet<>();
            Presentations taken = null;
            for (int i = 0; i < 60; i++) {
                int number = random.nextInt(80);
                expected.add(number);
                taken = taken == null ? Presentations.of(number) : taken.plus(number);
                for (int asked = -1; asked <= 81; asked++) {
                    assertThat(taken.contains(asked)).isEqualTo(expected.contains(asked));
                }
                assertThat(taken.next()).isEqualTo(expected.last() + 1);
            }
        }
    }

    @Test
    void shouldStaySmallWhenAHundredThousandFollowEachOther() {
        Presentations taken = Presentations.of(0);
        for (int i = 1; i < 100_000; i++) {
            taken = taken.plus(i);
        }
        assertThat(taken.bounds()).containsExactly(0, 99_999);
    }

    @Test
    void shouldCloseTheLowestGapsWhenThereAreTooMany() {
        Presentations taken = Presentations.of(0);
        for (int i = 1; i < 10_000; i++) {
            taken = taken.plus(2 * i);
        }
        assertThat(taken.bounds()).hasSize(2 * Presentations.RANGES);
        assertThat(taken.contains(1)).as("so late that it counts as taken").isTrue();
        assertThat(taken.contains(19_997)).isFalse();
        assertThat(taken.next()).isEqualTo(19_999);
    }

    @Test
    void shouldHaveNothingAfterTheLargestNumber() {
        assertThat(Presentations.of(Integer.MAX_VALUE).next()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Presentations.of(Integer.MAX_VALUE - 1)
                        .plus(Integer.MAX_VALUE)
                        .bounds())
                .containsExactly(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
        assertThat(Presentations.of(Integer.MAX_VALUE).contains(Integer.MIN_VALUE))
                .isFalse();
    }
}
