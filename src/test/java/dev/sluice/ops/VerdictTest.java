package dev.sluice.ops;

import static dev.sluice.ops.Readings.NOW;
import static dev.sluice.ops.Readings.reading;
import static dev.sluice.stream.Books.books;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.GuardRoute;
import dev.sluice.judge.Policies;
import dev.sluice.judge.Route;
import dev.sluice.noise.Snapshots;
import dev.sluice.spec.ClassList;
import dev.sluice.stream.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cause is planted alone, and must be named; with two of them, ours comes first. */
class VerdictTest {

    private static final ClassList CLASSES = ClassList.of(List.of("cat", "dog", "owl"));
    private static final long MINUTE = 60_000;

    private static Verdict verdict(Readings reading) {
        return verdict(reading, Outside.WELL, new History(), Recent.NONE);
    }

    private static Verdict verdict(Readings reading, Outside outside, History history, Recent recent) {
        return Verdict.of(reading.build(), outside, history, recent, CLASSES);
    }

    private static Recent recent(long samples, long logits) {
        return new Recent(5 * MINUTE, samples, logits, Map.of(), Map.of(), Set.of());
    }

    static Stream<Arguments> ours() {
        return Stream.of(
                Arguments.of(reading().failed(), "a part has ended for good"),
                Arguments.of(
                        reading().elsewhere(7, books().lost(Side.SAMPLES, 3)),
                        "partition 7 is out of balance by 3 samples and 0 logits"),
                Arguments.of(reading().running(false), "starting or rebalancing"),
                Arguments.of(reading().restoring(12), "restoring, 12 records"),
                Arguments.of(reading().standsStill(1), "learning stands still"),
                Arguments.of(reading().books(0, books().parked(Side.LOGITS, 4)), "4 records are parked"));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void shouldBlameUsForWhatWeDo(Readings planted, String cause) {
        Verdict verdict = verdict(planted);

        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.US);
        assertThat(verdict.cause()).contains(cause);
    }

    @Test
    void shouldBlameUsForWhatWeStandOn() {
        Outside broker = new Outside(Optional.of("does not answer"), Optional.empty());
        Outside registry = new Outside(Optional.empty(), Optional.of("refused"));

        assertThat(verdict(reading(), broker, new History(), Recent.NONE))
                .isEqualTo(new Verdict(Verdict.Kind.US, "the broker does not answer"));
        assertThat(verdict(reading(), registry, new History(), Recent.NONE))
                .isEqualTo(new Verdict(Verdict.Kind.US, "the schema registry does not answer: refused"));
    }

    @Test
    void shouldBlameUsForALagThatStaysAndNotForAnOldBackfill() {
        Readings old = reading().books(1, books().clock(NOW - 400_000)).lag(1, 90);
        Recent stays = new Recent(5 * MINUTE, 0, 0, Map.of(), Map.of(), Set.of(1));

        assertThat(verdict(old, Outside.WELL, new History(), stays).cause())
                .isEqualTo("partition 1 is 400 s behind, 90 records are unread");
        assertThat(verdict(old).kind()).isEqualTo(Verdict.Kind.HEALTHY);
    }

    @Test
    void shouldBlameTheDataForAnOpenBreaker() {
        Readings open = reading()
                .policy(Policies.policy().guard(.5, .8, GuardRoute.CLEAN).build())
                .snapshot(Snapshots.snapshot().rates(900, 1000).build());

        assertThat(verdict(open))
                .isEqualTo(new Verdict(
                        Verdict.Kind.DATA,
                        "breaker over all samples is open: 900 of the last 1000 judged samples are suspected"));
    }

    @Test
    void shouldBlameTheDataForDeadLetters() {
        Recent two = new Recent(
                MINUTE, 100, 100, Map.of(LetterCause.LABEL_RANGE, 2L, LetterCause.NULL_KEY, 1L), Map.of(), Set.of());

        assertThat(verdict(reading(), Outside.WELL, new History(), two))
                .isEqualTo(new Verdict(
                        Verdict.Kind.DATA, "3 of the last 200 inputs are dead letters, most of them LABEL_RANGE"));
    }

    @Test
    void shouldBlameTheDataForAnInputThatIsSilent() {
        assertThat(verdict(reading(), Outside.WELL, new History(), recent(500, 0)))
                .isEqualTo(new Verdict(
                        Verdict.Kind.DATA, "no logits came with the last 500 samples: does their producer run?"));
        assertThat(verdict(reading(), Outside.WELL, new History(), recent(0, 500))
                        .cause())
                .startsWith("no samples came with the last 500 logits");
        Recent begins = new Recent(MINUTE - 1, 500, 0, Map.of(), Map.of(), Set.of());
        assertThat(verdict(reading(), Outside.WELL, new History(), begins).kind())
                .isEqualTo(Verdict.Kind.HEALTHY);
    }

    @Test
    void shouldBlameTheDataForInputsWithoutADecision() {
        Recent duplicates = new Recent(MINUTE, 100, 100, Map.of(), Map.of(LeftoverReason.DUPLICATE, 41L), Set.of());

        assertThat(verdict(reading(), Outside.WELL, new History(), duplicates))
                .isEqualTo(new Verdict(
                        Verdict.Kind.DATA,
                        "41 inputs ended without a decision while 200 came, most of them DUPLICATE"));
    }

    @Test
    void shouldBlameTheDataWhenNothingIsOutOfSample() {
        Readings inSample =
                reading().snapshot(Snapshots.snapshot().covers(0, 10).withoutModels());

        assertThat(verdict(inSample).cause()).isEqualTo("no logits are out of sample, so nothing can be learnt");
    }

    @Test
    void shouldBlameTheDataForAClassFarAboveItsBaselineAndNotForChance() {
        // 20 snapshots with 10 % of dogs suspected, then one with 60 %, or with 16 %.
        History history = new History();
        for (int i = 1; i <= 20; i++) {
            history.take(rates(i, 10), NOW + i);
        }
        Verdict jump = verdict(reading().snapshot(rates(21, 60)), Outside.WELL, history, Recent.NONE);
        Verdict chance = verdict(reading().snapshot(rates(21, 16)), Outside.WELL, history, Recent.NONE);

        assertThat(jump)
                .isEqualTo(new Verdict(
                        Verdict.Kind.DATA, "class dog: 60.0 % of recent samples are suspected, 10.0 % is usual"));
        assertThat(chance.kind()).isEqualTo(Verdict.Kind.HEALTHY);
        assertThat(verdict(reading().snapshot(rates(21, 60))).kind())
                .as("no baseline yet")
                .isEqualTo(Verdict.Kind.HEALTHY);
    }

    private static dev.sluice.noise.Snapshot rates(int sequence, long dogs) {
        return Snapshots.snapshot()
                .version("1." + sequence)
                .rates(100, 1000, 5, 100, dogs, 100)
                .build();
    }

    @Test
    void shouldPutWhatIsOursFirst() {
        assertThat(verdict(reading().running(false), Outside.WELL, new History(), recent(500, 0))
                        .kind())
                .isEqualTo(Verdict.Kind.US);
    }

    @Test
    void shouldBeHealthyOtherwise() {
        assertThat(verdict(reading().books(0, books().decided(Route.CLEAN, 5))))
                .isEqualTo(new Verdict(Verdict.Kind.HEALTHY, "everything is accounted for"));
        assertThat(verdict(reading().snapshot(null)).cause()).isEqualTo("running; nothing is learnt yet");
        assertThat(Verdict.Kind.DATA.shown()).isEqualTo("data");
    }
}
