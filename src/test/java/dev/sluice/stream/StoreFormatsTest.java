package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.TallyKey;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What is written to a store must come back the same, and what another version wrote must not be guessed at. */
class StoreFormatsTest {

    private static final ModelKey MODEL = new ModelKey("ma@in%", "v/2@x");
    private static final PendingSample SAMPLE = new PendingSample(7, 2, 42L, -5L, new byte[] {1, 2, 3});
    private static final PendingLogits LOGITS =
            new PendingLogits(MODEL, new float[] {1.5f, -0f, Float.MIN_VALUE}, true, 3, 5, Long.MAX_VALUE, 0);

    @Test
    void shouldReadEveryKindOfEntryBack() {
        for (Entry entry : List.of(
                Entry.NEW.with(SAMPLE),
                Entry.NEW.with(LOGITS),
                Entry.NEW.with(LOGITS).with(LOGITS.showing(1)),
                Entry.NEW.with(SAMPLE).with(new Entry.Ready(9, false, List.of(LOGITS))),
                Entry.decided(123, 4),
                Entry.NEW
                        .with(SAMPLE)
                        .with(LOGITS)
                        .with(new Entry.Ready(9, true, List.of(LOGITS, LOGITS)))
                        .deciding(5, 2)
                        .deciding(4, 1))) {
            assertThat(EntryCodec.decode(EntryCodec.encode(entry)))
                    .usingRecursiveComparison()
                    .isEqualTo(entry);
        }
    }

    @Test
    void shouldRefuseWhenTheFormatIsUnknown() {
        byte[] bytes = EntryCodec.encode(Entry.decided(1, 0));
        bytes[0] = 9;
        assertThatThrownBy(() -> EntryCodec.decode(bytes))
                .hasMessageContaining("format 9")
                .hasMessageContaining("reset");
    }

    @Test
    void shouldReadTheLedgerBack() {
        Ledger ledger = new Ledger();
        ledger.came(Side.SAMPLES);
        ledger.came(Side.LOGITS);
        ledger.came(Side.LOGITS);
        ledger.leftover(Side.LOGITS, LeftoverReason.LATE);
        ledger.letter(Side.SAMPLES, LetterCause.NOT_FINITE);
        ledger.pending(Side.LOGITS, 2);
        ledger.parked(Side.SAMPLES, 1);
        ledger.decided(Route.QUARANTINE, new Entry.Ready(1, true, List.of(LOGITS, LOGITS)));
        ledger.arrived = 5;
        ledger.judged = 4;
        ledger.clock[0] = 77;
        assertThat(LedgerCodec.decode(LedgerCodec.encode(ledger)))
                .usingRecursiveComparison()
                .isEqualTo(ledger);
    }

    @Test
    void shouldReadAParkedRecordBackWithItsNulls() {
        RawInput raw = new RawInput(
                new Origin(Side.LOGITS, "topic", 3, 99, 1234),
                null,
                new byte[] {0, 0, 0, 0, 5},
                new RecordHeaders().add("a", null).add("b", new byte[] {1}));
        RawInput back = ParkedCodec.decode(ParkedCodec.encode(raw));
        assertThat(back.origin()).isEqualTo(raw.origin());
        assertThat(back.key()).isNull();
        assertThat(back.value()).isEqualTo(raw.value());
        assertThat(back.headers().toArray()).isEqualTo(raw.headers().toArray());
    }

    @Test
    void shouldReadTallyKeysBackWhateverTheModelIsCalled() {
        TallyKey key = new TallyKey(-3, MODEL, 8);
        assertThat(TallyCell.decode(new TallyCell(2, key, TallyCell.SUMS).encode()))
                .isEqualTo(new TallyCell(2, key, TallyCell.SUMS));
        assertThat(ControlKeys.parse(ControlKeys.tally(2, 11, key)))
                .isEqualTo(new ControlKeys.TallyAddress(2, 11, key));
        assertThat(ControlKeys.parse(ControlKeys.tallyEnd(2, 11))).isNull();
    }

    @Test
    void shouldGiveEveryTallyRowAKeyOfItsOwn() {
        TallyKey key = new TallyKey(-3, new ModelKey("main", "7"), 4);
        assertThat(List.of(
                        ControlKeys.tally(1, 0, key),
                        ControlKeys.tally(2, 0, key),
                        ControlKeys.tally(1, 1, key),
                        ControlKeys.tally(1, 0, new TallyKey(3, key.model(), 4)),
                        ControlKeys.tally(1, 0, new TallyKey(-3, key.model(), 5)),
                        ControlKeys.tally(1, 0, new TallyKey(-3, new ModelKey("a@b", "c"), 4)),
                        ControlKeys.tally(1, 0, new TallyKey(-3, new ModelKey("a", "b@c"), 4)),
                        ControlKeys.tally(1, 0, new TallyKey(-3, new ModelKey("a%40b", "c"), 4)),
                        ControlKeys.tallyEnd(1, 0),
                        ControlKeys.tallyEnd(1, 1)))
                .doesNotHaveDuplicates()
                .startsWith("g1/p0/n-3/c4/main@7");
    }

    @Test
    void shouldReadTheLearnersStateBack() {
        LearnerState state = LearnerState.initial().saw(MODEL).saw(new ModelKey("b", "1"));
        assertThat(LearnerState.decode(state.encode())).isEqualTo(state);
        assertThat(state.saw(MODEL)).isEqualTo(state);
    }
}
