package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final Window hour = Window.time(Duration.ofHours(1), 4);

    @Test
    void shouldPutEverythingInOnePaneForEverWhenUnbounded() {
        assertThat(Window.all().bounded()).isFalse();
        assertThat(Window.all().pane(Long.MAX_VALUE)).isZero();
        assertThat(Window.all().live(0, 0)).isTrue();
    }

    @Test
    void shouldCutEventTimeIntoPanesThatStartAtTheEpoch() {
        long quarter = Duration.ofMinutes(15).toMillis();
        assertThat(hour.paneMillis()).isEqualTo(quarter);
        assertThat(hour.pane(0)).isZero();
        assertThat(hour.pane(quarter - 1)).isZero();
        assertThat(hour.pane(quarter)).isEqualTo(1);
        assertThat(hour.pane(-1)).isEqualTo(-1);
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
        assertThat(Window.time(Duration.ofMillis(10), 3).paneMillis()).isEqualTo(4);
    }

    @Test
    void shouldRefuseWindowsOfNothing() {
        assertThatThrownBy(() -> Window.time(Duration.ZERO, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Window.time(Duration.ofHours(1), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Window(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
