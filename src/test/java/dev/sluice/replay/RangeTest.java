package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {

    private static final Instant NOW = Instant.parse("2026-05-02T12:00:00Z");

    @Test
    void shouldBeginSoLongAgoWhenADurationIsGiven() {
        Range range = Range.parse("24h", null, null, NOW);

        assertThat(range.from())
                .isEqualTo(new Range.Time(Instant.parse("2026-05-01T12:00:00Z").toEpochMilli()));
        assertThat(range.to()).isEqualTo(new Range.Latest());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-01T12:00:00Z, 2026-05-01T12:00:00Z",
        "2026-05-01T12:00:00, 2026-05-01T12:00:00Z",
        "2026-05-01T12:00, 2026-05-01T12:00:00Z",
        "2026-05-01T12:00:00.250+02:00, 2026-05-01T10:00:00.250Z",
        "2026-05-01, 2026-05-01T00:00:00Z",
    })
    void shouldReadTimesAsPeopleWriteThem(String text, String meant) {
        assertThat(Range.parse(null, text, null, NOW).from())
                .isEqualTo(new Range.Time(Instant.parse(meant).toEpochMilli()));
    }

    // rows:  p0 o9   p0 o10   p1 o4   p2 o100
    //           |from 0:10,1:0   to 0:20,1:4,2:1000|
    @Test
    void shouldHoldOnlyPartitionsThatBothListsName() {
        Range range = Range.parse(null, "0:10,1:0", "0:20,1:4,2:1000", NOW);

        assertThat(range.contains(0, 0, 9)).isFalse();
        assertThat(range.contains(0, 0, 10)).isTrue();
        assertThat(range.contains(0, 0, 20)).as("the end is not in it").isFalse();
        assertThat(range.contains(0, 1, 3)).isTrue();
        assertThat(range.contains(0, 1, 4)).isFalse();
        assertThat(range.contains(0, 2, 100)).as("not named by --from").isFalse();
    }

    @Test
    void shouldHoldTimesFromTheFirstUpToTheLast() {
        Range range = Range.parse(null, "2026-05-01", "2026-05-02", NOW);
        long from = Instant.parse("2026-05-01T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2026-05-02T00:00:00Z").toEpochMilli();

        assertThat(range.contains(from - 1, 0, 0)).isFalse();
        assertThat(range.contains(from, 0, 0)).isTrue();
        assertThat(range.contains(to - 1, 0, 0)).isTrue();
        assertThat(range.contains(to, 0, 0)).isFalse();
    }

    @Test
    void shouldHoldEverythingFromEarliestToLatest() {
        assertThat(Range.parse(null, "earliest", "latest", NOW)).isEqualTo(Range.ALL);
        assertThat(Range.ALL.contains(Long.MIN_VALUE, 7, 0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | - | - | a range is missing: --since 24h, or --from X [--to Y] with an ISO time, earliest, latest or partition:offset,...",
                "- | - | latest | a range is missing",
                "1h | earliest | - | --since goes without --from and --to",
                "1 day | - | - | '1 day' is not a duration such as 500ms, 10s, 10m, 1h or 7d",
                "- | yesterday | - | --from 'yesterday' is not an ISO time such as 2026-05-01T12:00:00Z, nor earliest, latest or partition:offset",
                "- | 2026-13-01 | - | --from '2026-13-01' is not an ISO time",
                "- | 0:1:2 | - | --from '0:1:2' is not an ISO time",
                "- | 0:1,0:2 | - | --from names partition 0 twice",
                "- | 0:99999999999999999999 | - | no partition or offset is that large",
                "- | latest | - | --from latest leaves nothing",
                "- | earliest | earliest | --to earliest leaves nothing",
                "- | 2026-05-02 | 2026-05-02 | --from 2026-05-02T00:00:00Z is not before --to 2026-05-02T00:00:00Z: the range is empty",
                "- | 0:5 | 0:5 | partition 0: --from 5 is not before --to 5: the range is empty there",
                "- | 0:5 | 1:5 | --from and --to name no partition in common: the range is empty",
            })
    void shouldSayWhatIsWrongWithARange(String since, String from, String to, String message) {
        assertThatThrownBy(() -> Range.parse(since, from, to, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
