package dev.sluice.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Snapshots;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final History history = new History();

    private static Snapshots snapshot(int sequence) {
        return Snapshots.snapshot().version("1." + sequence);
    }

    @Test
    void shouldTakeTheAgeOfASnapshotFromTheTopicAndNotFromTheStartThatFoundIt() {
        // An instance starts at 9000 and adopts 1.2, which the topic says is of 200.
        history.take(snapshot(2).build(), 9_000);
        history.take(snapshot(1).build(), 100);
        history.take(snapshot(2).build(), 200);
        history.take(snapshot(2).build(), 9_001);

        assertThat(history.newestTime()).hasValue(200);
        assertThat(history.points()).extracting(History.Point::time).containsExactly(100L, 200L);
        assertThat(history.since(new ModelKey("main", "1"))).hasValue(100);
    }

    @Test
    void shouldForgetModelsThatAreGone() {
        history.take(snapshot(1).model("main", "1").build(), 1);
        history.take(snapshot(2).model("main", "2").build(), 2);

        assertThat(history.since(new ModelKey("main", "1"))).isEmpty();
        assertThat(history.since(new ModelKey("main", "2"))).hasValue(2);
    }

    @Test
    void shouldReachBackToTheStartInBoundedRoom() {
        for (int i = 1; i <= 5_000; i++) {
            history.take(snapshot(i).build(), i);
        }

        assertThat(history.points()).hasSizeBetween(History.KEPT / 2, History.KEPT);
        assertThat(history.points().get(0).time()).isEqualTo(1);
        assertThat(history.newestTime()).hasValue(5_000);
    }

    @Test
    void shouldHaveABaselineOnlyAfterEnoughSnapshots() {
        for (int i = 1; i <= History.LEAST; i++) {
            history.take(snapshot(i).rates(100, 1_000).build(), i);
        }
        assertThat(history.baseline(-1)).isEmpty();

        history.take(snapshot(11).rates(100, 1_000).build(), 11);
        assertThat(history.baseline(-1)).hasValue(.1);
        assertThat(history.baselines()).containsOnlyKeys(-1);
    }

    @Test
    void shouldNotMeasureWhatHappensNowByItself() {
        for (int i = 1; i <= 20; i++) {
            history.take(snapshot(i).rates(i <= 18 ? 100 : 900, 1_000).build(), i);
        }

        assertThat(history.baseline(-1).orElseThrow()).isCloseTo(.1, within(1e-12));
    }
}
