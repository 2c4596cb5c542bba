package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final Window hour = Window.time(Duration.ofHours(1), 4);

    @Test
    void shouldPutEverythingInOnePaneForEverWhenUnbounded() {
        assertThat(Window.all().bounded()).isFalse();
        assertThat(Window.all().pane(Long.MAX_VALUE, 7)).isZero();
        assertThat(Window.all().live(0, 0)).isTrue();
    }

    @Test
    void shouldCutEventTimeIntoPanesThatStartAtTheEpoch() {
        long quarter = Duration.ofMinutes(15).toMillis();
        assertThat(hour.paneLength()).isEqualTo(quarter);
        assertThat(hour.pane(0, 1)).isZero();
        assertThat(hour.pane(quarter - 1, 99)).isZero();
        assertThat(hour.pane(quarter, 2)).isEqualTo(1);
        assertThat(hour.pane(-1, 1)).isEqualTo(-1);
    }

    @Test
    void shouldForgetAPaneWhenItIsAWholeWindowOld() {
        //  pane    6    7    8    9   10 = newest
        //          -    live live live live
        assertThat(hour.live(10, 10)).isTrue();
        assertThat(hour.live(7, 10)).isTrue();
        assertThat(hour.live(6, 10)).isFalse();
    }

    @Test
    void shouldNeverBeShorterThanAskedWhenPanesDoNotDivideIt() {
        assertThat(Window.time(Duration.ofMillis(10), 3).paneLength()).isEqualTo(4);
    }

    // 100 samples in 2 partitions and 5 panes: 10 a pane, and each partition keeps 41 to 50 of its own.
    @Test
    void shouldGiveEachPartitionItsShareWhenCounting() {
        Window count = Window.samples(100, 2, 5);
        assertThat(count.paneLength()).isEqualTo(10);
        assertThat(count.pane(Long.MIN_VALUE, 1)).isZero();
        assertThat(count.pane(Long.MAX_VALUE, 10)).isZero();
        assertThat(count.pane(0, 11)).isEqualTo(1);
        assertThat(count.byPartition()).isTrue();
        assertThat(hour.byPartition()).isFalse();
        assertThat(Window.samples(3, 2, 5).paneLength()).isEqualTo(1);
    }

    // partition 0 has gone on to pane 9, partition 1 is quiet at pane 2; two panes live
    //   by time:  9 is the newest of all, so partition 1 is forgotten
    //   by count: each keeps its own two newest
    @Test
    void shouldForgetByPartitionOnlyWhenCounting() {
        List<Map<TallyKey, TallyRow>> partitions = List.of(rows(7, 8, 9), rows(1, 2));
        Window time = Window.time(Duration.ofMillis(20), 2);
        Window count = Window.samples(20, 1, 2);
        assertThat(LiveRows.merge(time, partitions).keySet())
                .extracting(TallyKey::pane)
                .containsExactly(8L, 9L);
        assertThat(LiveRows.merge(count, partitions).keySet())
                .extracting(TallyKey::pane)
                .containsExactly(1L, 2L, 8L, 9L);
        Map<TallyKey, TallyRow> before = LiveRows.merge(count, partitions);
        LiveRows.forget(count, partitions);
        assertThat(LiveRows.merge(count, partitions)).isEqualTo(before);
        assertThat(partitions.get(0)).hasSize(2);
    }

    private static Map<TallyKey, TallyRow> rows(long... panes) {
        Map<TallyKey, TallyRow> rows = new HashMap<>();
        for (long pane : panes) {
            rows.put(new TallyKey(pane, new ModelKey("main", "1"), 0), TallyRow.of(1, 0, 1, new int[0], new long[0]));
        }
        return rows;
    }

    @Test
    void shouldRefuseWindowsOfNothing() {
        assertThatThrownBy(() -> Window.samples(0, 1, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Window.time(Duration.ZERO, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Window.time(Duration.ofHours(1), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(Window.Kind.TIME, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
