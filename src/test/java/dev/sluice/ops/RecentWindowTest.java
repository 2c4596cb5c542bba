package dev.sluice.ops;

import static dev.sluice.ops.Readings.NOW;
import static dev.sluice.ops.Readings.reading;
import static dev.sluice.stream.Books.books;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Route;
import dev.sluice.stream.Books;
import dev.sluice.stream.Side;
import org.junit.jupiter.api.Test;

class RecentWindowTest {

    private final RecentWindow window = new RecentWindow();

    private Recent at(long seconds, Readings reading) {
        return window.take(reading.time(NOW + 1_000 * seconds).build());
    }

    @Test
    void shouldNotTakeThePastOfAPartitionForNews() {
        Books past = books().decided(Route.CLEAN, 1_000).letters(Side.SAMPLES, LetterCause.NULL_KEY, 500);

        assertThat(at(0, reading().books(0, past)).inputs()).isZero();
        // Between two marks, and at one.
        assertThat(at(2, reading().books(0, past).elsewhere(4, books().decided(Route.CLEAN, 9_000)))
                        .inputs())
                .isZero();
        Recent other = at(10, reading().books(0, past).elsewhere(5, books().decided(Route.CLEAN, 9_000)));
        assertThat(other.inputs()).isZero();
        assertThat(other.letters()).isEmpty();
    }

    @Test
    void shouldCountWhatCameOverFiveMinutesAndThenForgetIt() {
        at(0, reading());
        Books now = books().decided(Route.CLEAN, 10)
                .letters(Side.LOGITS, LetterCause.NOT_FINITE, 3)
                .leftovers(Side.SAMPLES, LeftoverReason.EXPIRED, 2);

        Recent recent = at(60, reading().books(1, now));
        assertThat(recent.samples()).isEqualTo(12);
        assertThat(recent.logits()).isEqualTo(13);
        assertThat(recent.letters()).containsOnlyKeys(LetterCause.NOT_FINITE).containsValue(3L);
        assertThat(recent.leftovers()).containsOnlyKeys(LeftoverReason.EXPIRED).containsValue(2L);
        assertThat(recent.spanMillis()).isEqualTo(60_000);
        assertThat(Recent.Top.of(recent.letters())).isEqualTo(new Recent.Top(3, "NOT_FINITE"));

        at(301, reading().books(1, now));
        assertThat(at(400, reading().books(1, now)).inputs()).isZero();
    }

    @Test
    void shouldCallAPartitionBehindOnlyWhenItWasSoAllTheTime() {
        at(0, reading().lag(0, 5).lag(1, 5));
        at(200, reading().lag(0, 5).lag(1, 0));
        at(250, reading().lag(0, 7).lag(1, 5));

        assertThat(at(299, reading().lag(0, 1).lag(1, 5)).behind()).isEmpty();
        assertThat(at(300, reading().lag(0, 1).lag(1, 5)).behind()).containsExactly(0);
    }
}
