package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RateMarksTest {

    private final SuspicionCounts counts = new SuspicionCounts(2);
    private final RateMarks marks = new RateMarks(2);

    @Test
    void shouldKnowNothingBeforeAnythingWasJudged() {
        assertThat(marks.advance(counts).none()).isTrue();
    }

    @Test
    void shouldLookBackOnOneToTwoWindows() {
        //  rows        0 ..... 1000 ..... 2000 ..... 3000
        //  suspected     all        none       none
        //  recent of the whole, at each thousand: 1000 of 1000, 1000 of 2000 (mark at 0), 0 of 2000 (mark at 1000)
        judge(1000, 1);
        RecentRates first = marks.advance(counts);
        judge(500, 0);
        RecentRates between = marks.advance(counts);
        judge(500, 0);
        RecentRates second = marks.advance(counts);
        judge(1000, 0);
        RecentRates third = marks.advance(counts);

        assertThat(first.judged()).isEqualTo(1000);
        assertThat(first.suspected()).isEqualTo(1000);
        assertThat(between.judged()).isEqualTo(1500);
        assertThat(between.suspected()).isEqualTo(1000);
        assertThat(second.judged()).isEqualTo(1000);
        assertThat(second.suspected()).isZero();
        assertThat(third.judged()).isEqualTo(1000);
        assertThat(third.suspected()).isZero();
    }

    @Test
    void shouldLookBackOnEachClassByItsOwnRows() {
        for (int i = 0; i < 50; i++) {
            counts.count(1, 1, true);
        }
        judge(100, 0);
        RecentRates first = marks.advance(counts);
        judge(300, 0);
        RecentRates second = marks.advance(counts);

        assertThat(first.classes()).containsExactly(0, 1);
        assertThat(first.classJudged()).containsExactly(100, 50);
        assertThat(first.classSuspected()).containsExactly(0, 50);
        assertThat(second.classJudged())
                .as("class 0 has moved on, class 1 has not")
                .containsExactly(300, 50);
        assertThat(second.judged()).isEqualTo(450);
    }

    @Test
    void shouldStartAnewUnderAnotherPolicy() {
        judge(1500, 1);
        marks.advance(counts);
        counts.count(2, 0, false);
        RecentRates recent = marks.advance(counts);
        assertThat(recent.policy()).isEqualTo(2);
        assertThat(recent.judged()).isEqualTo(1);
        assertThat(recent.suspected()).isZero();
    }

    @Test
    void shouldGoOnAlikeWhenTheyWereStoredAndTakenUpAgain() {
        judge(1200, 1);
        marks.advance(counts);
        judge(300, 0);
        marks.advance(counts);
        RateMarks again = new RateMarks(2);
        for (int i = 0; i < marks.size(); i++) {
            again.set(marks.policy(), i, marks.mark(i));
        }
        judge(900, 0);
        RecentRates expected = marks.advance(counts);
        RecentRates actual = again.advance(counts);
        assertThat(actual.judged()).isEqualTo(expected.judged()).isEqualTo(1200);
        assertThat(actual.suspected()).isEqualTo(expected.suspected()).isZero();
        assertThat(actual.classJudged()).containsExactly(expected.classJudged());
    }

    @Test
    void shouldRefuseRatesThatCannotBe() {
        assertThatThrownBy(() -> new RecentRates(1, 10, 11, new int[0], new long[0], new long[0]))
                .hasMessageContaining("11 of 10");
        assertThatThrownBy(() -> new RecentRates(1, 10, 1, new int[] {1, 0}, new long[] {2, 2}, new long[] {0, 0}))
                .hasMessageContaining("[1, 0]");
        assertThatThrownBy(() -> new RecentRates(1, 10, 1, new int[] {1}, new long[] {2}, new long[] {3}))
                .hasMessageContaining("[3]");
    }

    @Test
    void shouldBeInTheHashOfTheSnapshotAndChangeNothingWhereThereAreNone() {
        Snapshot plain = Snapshots.snapshot().build();
        assertThat(plain.withRates(RecentRates.NONE)).isSameAs(plain);
        Snapshot one = plain.withRates(new RecentRates(1, 10, 1, new int[0], new long[0], new long[0]));
        Snapshot other = plain.withRates(new RecentRates(1, 10, 2, new int[0], new long[0], new long[0]));
        assertThat(one.hash()).isNotEqualTo(plain.hash()).isNotEqualTo(other.hash());
    }

    private void judge(int rows, int suspect) {
        for (int i = 0; i < rows; i++) {
            counts.count(1, 0, suspect == 1);
        }
    }
}
