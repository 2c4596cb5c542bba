package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.Side;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One partition with samples and logits 0..9, all taken, all decided, unless a test breaks something. */
class FatesTest {

    private static final int ROWS = 10;

    private final Fates fates = new Fates();

    @BeforeEach
    void tenRowsOfEachSide() {
        for (Side side : Side.values()) {
            fates.open(side, 0, 0, ROWS);
            for (int offset = 0; offset < ROWS; offset++) {
                fates.input(new Place(side, 0, offset));
            }
        }
    }

    @Test
    void shouldHoldWhenEveryInputHasOneFate() {
        decideAllBut(8, 9);
        fates.outcome(sample(8), Outcome.LEFTOVER);
        fates.outcome(logits(8), Outcome.DEAD_LETTER);
        fates.waiting(sample(9), Waiting.PENDING);
        fates.waiting(logits(9), Waiting.PARKED);

        assertThat(fates.balance())
                .isEqualTo(new Balance.Holds(
                        new SideCount(10, 4, 4, 1, 0, 1, 0, 0), new SideCount(10, 4, 4, 0, 1, 0, 1, 0)));
    }

    @Test
    void shouldCountATickAsAnInputOnlyWhenItBecameALetter() {
        fates.open(Side.SAMPLE, 1, 0, 3);
        fates.open(Side.LOGITS, 1, 0, 0);
        decideAllBut();
        fates.tick(new Place(Side.SAMPLE, 1, 0));
        fates.tick(new Place(Side.SAMPLE, 1, 1));
        fates.outcome(new Place(Side.SAMPLE, 1, 1), Outcome.DEAD_LETTER);
        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
        assertThat(fates.count(Side.SAMPLE, 1)).isEqualTo(new SideCount(1, 0, 0, 0, 1, 0, 0, 0));

        fates.tick(new Place(Side.SAMPLE, 1, 2));
        fates.outcome(new Place(Side.SAMPLE, 1, 2), Outcome.CLEAN);
        assertThat(broken().unfounded().first()).containsExactly(new Place(Side.SAMPLE, 1, 2));
    }

    /** Offsets 1, 3, 5 and so on went to quarantine. */
    @Test
    void shouldCountReleasesBesideTheFatesOfInputs() {
        decideAllBut();
        fates.released(new UnitOfAccount(0, 3, 0), false);
        assertThat(fates.released()).isEqualTo(1);
        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
    }

    @Test
    void shouldNameWhatWasReleasedTwice() {
        decideAllBut();
        fates.released(new UnitOfAccount(0, 3, 0), false);
        fates.released(new UnitOfAccount(0, 3, 0), false);
        assertThat(broken().doubled().first()).containsExactly(sample(3));
    }

    @Test
    void shouldNameWhatWasReleasedAndNeverQuarantined() {
        decideAllBut();
        fates.released(new UnitOfAccount(0, 4, 0), false);
        assertThat(broken().unfounded().first()).containsExactly(sample(4));
    }

    /** A later presentation is counted: one of them went to quarantine, two were released. */
    @Test
    void shouldNameMoreReleasesOfLaterPresentationsThanWereQuarantined() {
        decideAllBut();
        fates.repeated(sample(2), Outcome.QUARANTINE);
        fates.released(new UnitOfAccount(0, 2, 1), true);
        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
        fates.released(new UnitOfAccount(0, 2, 2), true);
        assertThat(broken().unfounded().count()).isEqualTo(1);
    }

    @Test
    void shouldNameAPlantedLoss() {
        decideAllBut(3);
        fates.outcome(logits(3), Outcome.LEFTOVER);

        Balance.Broken broken = broken();
        assertThat(broken.lost()).isEqualTo(new Balance.Faults(1, java.util.List.of(sample(3))));
        assertThat(broken.doubled().count()).isZero();
        assertThat(fates.anyLost()).isTrue();
    }

    @Test
    void shouldNameAPlantedDuplicate() {
        decideAllBut();
        fates.outcome(sample(4), Outcome.QUARANTINE);

        assertThat(broken().doubled().first()).containsExactly(sample(4));
        assertThat(broken().lost().count()).isZero();
    }

    // Sample 2 was shown twice: once by logits 2, once more by logits 9.
    @Test
    void shouldHoldWhenALaterPresentationIsDecidedOnce() {
        fates.repeated(sample(2), Outcome.CLEAN);
        decideAllBut(9);
        fates.outcome(sample(9), Outcome.LEFTOVER);
        fates.outcome(logits(9), Outcome.CLEAN);

        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
        assertThat(fates.repeated(0, Outcome.CLEAN)).isEqualTo(1);
    }

    @Test
    void shouldNameTheLogitsOfALaterPresentationThatIsLost() {
        decideAllBut(9);
        fates.outcome(sample(9), Outcome.LEFTOVER);

        assertThat(broken().lost().first()).containsExactly(logits(9));
    }

    @Test
    void shouldNameTheLogitsOfALaterPresentationThatIsDecidedTwice() {
        decideAllBut(9);
        fates.outcome(sample(9), Outcome.LEFTOVER);
        for (int times = 0; times < 2; times++) {
            fates.repeated(sample(2), Outcome.CLEAN);
            fates.outcome(logits(9), Outcome.CLEAN);
        }

        assertThat(broken().doubled().first()).containsExactly(logits(9));
    }

    @Test
    void shouldNameASampleOfWhichEveryDecisionClaimsToBeARepeat() {
        decideAllBut(3);
        fates.repeated(sample(3), Outcome.CLEAN);
        fates.outcome(logits(3), Outcome.CLEAN);

        assertThat(broken().lost().first()).containsExactly(sample(3));
    }

    @Test
    void shouldNameADuplicateInTheSameTopic() {
        decideAllBut();
        fates.outcome(sample(4), Outcome.CLEAN);

        assertThat(broken().doubled().first()).containsExactly(sample(4));
    }

    @Test
    void shouldSeeOneLostAndOneDoubledAlthoughTheTotalsAgree() {
        decideAllBut(3);
        fates.outcome(logits(3), Outcome.CLEAN);
        fates.outcome(sample(5), Outcome.CLEAN);

        assertThat(broken().lost().first()).containsExactly(sample(3));
        assertThat(broken().doubled().first()).containsExactly(sample(5));
    }

    @Test
    void shouldNameAnOutcomeOfARecordThatIsNoInput() {
        fates.open(Side.SAMPLE, 1, 0, 5);
        decideAllBut();
        fates.outcome(new Place(Side.SAMPLE, 1, 2), Outcome.CLEAN);

        assertThat(broken().unfounded().first()).containsExactly(new Place(Side.SAMPLE, 1, 2));
    }

    @Test
    void shouldLetAnOutcomeWinOverWaiting() {
        decideAllBut();
        fates.waiting(sample(2), Waiting.PENDING);

        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
        assertThat(fates.balance().samples().pending()).isZero();
    }

    @Test
    void shouldCountWhatIsBeyondTheCutAsUnread() {
        decideAllBut();
        fates.input(sample(10));
        fates.input(sample(11));
        fates.outcome(sample(10), Outcome.CLEAN);

        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
        assertThat(fates.balance().samples().unread()).isEqualTo(2);
        assertThat(fates.balance().samples().in()).isEqualTo(10);
    }

    @Test
    void shouldSeeADuplicateBeyondTheCut() {
        decideAllBut();
        fates.outcome(sample(12), Outcome.CLEAN);
        fates.outcome(sample(12), Outcome.LEFTOVER);

        assertThat(broken().doubled().first()).containsExactly(sample(12));
    }

    @Test
    void shouldPassOverOutcomesOfRecordsThatRetentionDeleted() {
        decideAllBut();
        fates.open(Side.SAMPLE, 1, 1_000_000_000_000L, 1_000_000_000_001L);
        fates.input(new Place(Side.SAMPLE, 1, 1_000_000_000_000L));
        fates.outcome(new Place(Side.SAMPLE, 1, 999_999_999_999L), Outcome.CLEAN);
        fates.outcome(new Place(Side.SAMPLE, 1, 1_000_000_000_000L), Outcome.CLEAN);

        assertThat(fates.balance()).isInstanceOf(Balance.Holds.class);
    }

    @Test
    void shouldForgetWhatWaitedWhenTheStoresAreReadAgain() {
        decideAllBut(1);
        fates.waiting(sample(1), Waiting.PENDING);
        fates.waiting(logits(1), Waiting.PENDING);
        assertThat(fates.anyLost()).isFalse();

        fates.clearWaiting();

        assertThat(fates.anyLost()).isTrue();
    }

    @Test
    void shouldCountAllFaultsAndNameTheFirstTen() {
        fates.open(Side.SAMPLE, 1, 0, 100);
        for (int offset = 0; offset < 100; offset++) {
            fates.input(new Place(Side.SAMPLE, 1, offset));
        }
        decideAllBut();

        assertThat(broken().lost().count()).isEqualTo(100);
        assertThat(broken().lost().first()).hasSize(10).startsWith(new Place(Side.SAMPLE, 1, 0));
    }

    @Test
    void shouldRefuseAPartitionThatIsNotThere() {
        assertThatThrownBy(() -> fates.outcome(new Place(Side.LOGITS, 7, 0), Outcome.CLEAN))
                .hasMessageContaining("no such partition");
    }

    private void decideAllBut(int... kept) {
        for (int offset = 0; offset < ROWS; offset++) {
            int row = offset;
            if (java.util.Arrays.stream(kept).noneMatch(other -> other == row)) {
                Outcome outcome = row % 2 == 0 ? Outcome.CLEAN : Outcome.QUARANTINE;
                fates.outcome(sample(row), outcome);
                fates.outcome(logits(row), outcome);
            }
        }
    }

    private Balance.Broken broken() {
        return (Balance.Broken) fates.balance();
    }

    private static Place sample(long offset) {
        return new Place(Side.SAMPLE, 0, offset);
    }

    private static Place logits(long offset) {
        return new Place(Side.LOGITS, 0, offset);
    }
}
