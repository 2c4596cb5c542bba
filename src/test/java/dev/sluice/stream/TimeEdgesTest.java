package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Stamps that no clock of today shows, topics that fall silent, and ticks that are not what they should be. */
class TimeEdgesTest {

    private static final long MINUTE = 60_000;
    private static final long YEAR_1970 = -T0;
    private static final long YEAR_2099 = Instant.parse("2099-06-01T00:00:00Z").toEpochMilli() - T0;

    /** Judges from the first snapshot on, and its first snapshot is that of the first pair. */
    private final FilterHarness pipeline =
            FilterHarness.of("classes: 3\npolicy: {detector: predicted_neq_given, warmUp: {samples: 1, perClass: 0}}\n"
                    + "learning: {snapshotEvery: {records: 1, time: 1s}}\n");

    @AfterEach
    void shouldBeInBalance() {
        assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
        assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
        pipeline.close();
    }

    @Nested
    @DisplayName("1970 and 2099")
    class FarStamps {

        // samples   a@1970-01-01T00:00:00.000
        // logits    a@1970-01-01T00:00:00.001
        @Test
        void shouldPairAndKeepTheirTimesWhenAStreamComesFromTheFirstDayOfTheEpoch() {
            pipeline.pipe(sample("a").at(YEAR_1970)).pipe(logits("a").at(YEAR_1970 + 1));
            Decision decision = decided().get(0);
            assertThat(decision.getSampleTime()).isZero();
            assertThat(decision.getEvidence().get(0).getTime()).isEqualTo(1);
        }

        // samples   now@0 ---- old@1970
        // logits    now@0
        @Test
        void shouldCallA1970StampLateWhenItsPartitionIsInThePresent() {
            pipeline.pipe(sample("now")).pipe(logits("now"));
            decided();
            pipeline.pipe(sample("old").at(YEAR_1970));
            assertThat(leftovers()).containsExactly(Tuple.tuple("old", LeftoverReason.LATE, 0L));
        }

        @Test
        void shouldPairTwoOldHalvesHoweverFarTheClockHasMoved() {
            pipeline.pipe(sample("old").at(YEAR_1970));
            pipeline.pipe(sample("now"));
            pipeline.pipe(logits("old").at(YEAR_1970 + 10 * MINUTE));
            assertThat(decided()).hasSize(1);
        }

        // samples   a@0 ---- x@2099 (a letter) ---- b@1
        // logits    x@0 ---- a@1 ------------------ b@1     : nothing moved to 2099
        @Test
        void shouldMakeOneLetterOf2099AndLetItsOtherHalfExpireInItsOwnTime() {
            pipeline.pipe(sample("a"), sample("x").at(YEAR_2099));
            pipeline.pipe(logits("x"), logits("a").at(1));
            assertThat(letters()).containsExactly("FUTURE_TIMESTAMP");
            assertThat(leftovers()).isEmpty();
            assertThat(decided()).hasSize(1);

            pipeline.tick(10 * MINUTE + 1);
            assertThat(leftovers()).containsExactly(Tuple.tuple("x", LeftoverReason.EXPIRED, T0));
        }

        @Test
        void shouldTakeAStampThatIsAheadByNoMoreThanTheTolerance() {
            // The harness's clock stands a day after the stream.
            long clock = Duration.ofDays(1).toMillis();
            pipeline.pipe(sample("a").at(clock + 9 * MINUTE)).pipe(logits("a").at(clock + 9 * MINUTE));
            assertThat(decided()).hasSize(1);
            pipeline.pipe(sample("b").at(clock + 11 * MINUTE));
            assertThat(letters()).containsExactly("FUTURE_TIMESTAMP");
        }
    }

    @Nested
    @DisplayName("silence")
    class Silence {

        // samples   a@0 ---- b@5h          the samples go on, the logits are silent since 0
        // logits    z@0
        @Test
        void shouldStandStillWhileOneTopicIsSilentAndGoOnWithIt() {
            pipeline.pipe(logits("z")).pipe(sample("a"), sample("b").at(300 * MINUTE));
            pipeline.pass(Duration.ofHours(3)).shuttle();
            assertThat(leftovers()).as("no wall clock expires anything").isEmpty();

            pipeline.pipe(logits("b").at(300 * MINUTE));
            assertThat(leftovers())
                    .containsExactlyInAnyOrder(
                            Tuple.tuple("z", LeftoverReason.EXPIRED, T0), Tuple.tuple("a", LeftoverReason.EXPIRED, T0));
            assertThat(decided()).hasSize(1);
        }

        @Test
        void shouldNotBeMovedByATickOnOneTopicAlone() {
            pipeline.pipe(logits("z")).pipe(sample("a"));
            tick(Side.SAMPLES, 60 * MINUTE);
            assertThat(leftovers()).isEmpty();

            tick(Side.LOGITS, 60 * MINUTE);
            assertThat(leftovers()).hasSize(2);
        }

        @Test
        void shouldExpireNothingBeforeBothTopicsHaveBeenSeen() {
            pipeline.pipe(sample("a"), sample("b").at(300 * MINUTE));
            assertThat(leftovers()).isEmpty();
            assertThat(pipeline.ledger().pending()).isEqualTo(2);
        }
    }

    @Nested
    @DisplayName("ticks")
    class Ticks {

        @Test
        void shouldCountNothingAndTurnNothingBackWhenATickIsOldOrComesAgain() {
            pipeline.pipe(sample("a").at(20 * MINUTE)).pipe(logits("b").at(20 * MINUTE));
            for (int i = 0; i < 3; i++) {
                pipeline.tick(i);
            }
            pipeline.tick(YEAR_1970);
            assertThat(leftovers()).isEmpty();
            assertThat(pipeline.ledger().samples()).isEqualTo(1);
            assertThat(pipeline.ledger().logits()).isEqualTo(1);

            pipeline.pipe(sample("late").at(9 * MINUTE));
            assertThat(leftovers()).as("the clock did not go back").hasSize(1);
        }

        @Test
        void shouldRefuseATickFromTheFarFutureAndSayWhy() {
            pipeline.pipe(sample("a")).pipe(logits("b"));
            pipeline.tick(YEAR_2099);

            List<TestRecord<byte[], byte[]>> letters = pipeline.letters();
            assertThat(letters).hasSize(2);
            assertThat(FilterHarness.header(letters.get(0), Outputs.CAUSE)).isEqualTo("FUTURE_TIMESTAMP");
            assertThat(FilterHarness.header(letters.get(0), Outputs.DETAIL))
                    .startsWith("a tick of the time 4083")
                    .contains("pairing.futureTolerance");
            assertThat(leftovers()).as("nothing was expired").isEmpty();
            assertThat(pipeline.ledger().samples())
                    .as("a refused tick is an input")
                    .isEqualTo(2);
        }

        @Test
        void shouldTakeATickThatNamesNoTimeForWhatItOtherwiseIs() {
            Headers headers = new RecordHeaders().add(Tick.HEADER, "soon".getBytes());
            pipeline.raw(Side.SAMPLES, FilterHarness.key("a"), pipeline.encode(sample("a")), T0, headers);
            pipeline.pipe(logits("a"));
            assertThat(decided()).hasSize(1);
        }

        private void tickBoth(long time) {
            tick(Side.SAMPLES, time);
            tick(Side.LOGITS, time);
        }

        @Test
        void shouldPairAfterATickWhatIsStillWithinTheWaitOfEachOther() {
            pipeline.pipe(sample("z")).pipe(logits("z"));
            decided();
            tickBoth(60 * MINUTE);
            pipeline.pipe(sample("a").at(55 * MINUTE)).pipe(logits("a").at(50 * MINUTE));
            assertThat(decided()).hasSize(1);
        }
    }

    private void tick(Side side, long afterStart) {
        pipeline.raw(side, null, new byte[0], T0, new RecordHeaders().add(Tick.HEADER, Tick.value(T0 + afterStart)));
    }

    private List<Decision> decided() {
        for (int beat = 0; beat < 3; beat++) {
            pipeline.pass(FilterProcessor.BEAT).shuttle();
        }
        return pipeline.clean().stream().map(row -> row.getDecision()).toList();
    }

    private List<Tuple> leftovers() {
        return pipeline.leftovers().stream()
                .map((Leftover row) -> Tuple.tuple(row.getSampleId(), row.getReason(), row.getTime()))
                .toList();
    }

    private List<String> letters() {
        return pipeline.letters().stream()
                .map(letter -> FilterHarness.header(letter, Outputs.CAUSE))
                .toList();
    }
}
