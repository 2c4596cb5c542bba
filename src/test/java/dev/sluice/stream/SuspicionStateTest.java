package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.SuspicionRecords;
import dev.sluice.avro.TallyRecords;
import dev.sluice.avro.TallyRow;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import dev.sluice.noise.RecentRates;
import dev.sluice.noise.SuspicionCounts;
import dev.sluice.noise.Window;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** What the breakers count, in the stores of filter and learner, across batches and restarts. */
class SuspicionStateTest {

    /** Two blocks. */
    private static final int CLASSES = 100;

    private final ControlCodec<TallyRow> codec = new ControlCodec<>(TallyRow.class);
    private final KeyValueStore<byte[], byte[]> store = store();

    @Test
    void shouldKnowAfterARestartWhatItKnewBefore() {
        SuspicionBook before = book(1);
        for (int i = 0; i < 7; i++) {
            before.count(decision(3, i % 2 == 0, 1));
            before.count(decision(99, true, 1));
        }
        before.count(warmUp(5));
        assertThat(before.takeChanges(0)).hasSize(2);
        assertThat(before.takeChanges(0)).as("nothing changed since").isEmpty();

        SuspicionCounts after = counts(book(1));
        assertThat(after.judged(3)).isEqualTo(7);
        assertThat(after.suspected(3)).isEqualTo(4);
        assertThat(after.suspected(99)).isEqualTo(7);
        assertThat(after.judged(5)).as("warm-up").isZero();
    }

    @Test
    void shouldForgetWhatAnOlderPolicySuspectedAcrossARestartToo() {
        SuspicionBook before = book(1);
        before.count(decision(3, true, 1));
        before.count(decision(99, true, 1));
        before.count(decision(3, false, 2));
        SuspicionCounts after = counts(book(1));
        assertThat(after.policy()).isEqualTo(2);
        assertThat(after.judged(3)).isEqualTo(1);
        assertThat(after.suspected(3)).isZero();
        assertThat(after.judged(99)).isZero();
    }

    @Test
    void shouldLeaveTheTallyInTheSameStoreAlone() {
        book(1).count(decision(3, true, 1));
        TallyBook tally = new TallyBook(store, 1, Window.all());
        tally.restore();
        assertThat(tally.hasChanges()).isFalse();
    }

    @Test
    void shouldStartAnewInANewGenerationAndNameWhatIsGone() {
        SuspicionBook book = book(1);
        book.count(decision(3, true, 1));
        book.takeChanges(0);
        book.count(decision(99, true, 1));
        assertThat(book.open(2).stream()).containsExactly(0, 1);
        assertThat(book(1).takeChanges(0)).isEmpty();
        assertThat(store.all().hasNext()).isFalse();
    }

    // partition 0:  block ................ end
    // partition 1:          block  end
    //                                ^ a freeze here must see partition 1 alone
    @Test
    void shouldCountABatchOnlyWhenItsEndMarkerIsThere() {
        LearnerBook learner = learner();
        block(learner, 0, 10, 300);
        block(learner, 1, 20, 300);
        end(learner, 1);
        assertThat(learner.recentRates().suspected()).isEqualTo(20);
        LearnerBook again = learner();
        end(again, 0);
        assertThat(again.recentRates().suspected()).isEqualTo(30);
        assertThat(again.recentRates().judged()).isEqualTo(600);
    }

    //  judged     0 .... 1,200 (restart) .... 2,500 (restart) ... 2,600
    //  suspected    all              none               none
    //  marks      0      1,200                2,500: the older one is at 1,200
    @Test
    void shouldRememberItsMarksAcrossRestarts() {
        LearnerBook first = learner();
        block(first, 0, 1_200, 1_200);
        end(first, 0);
        assertThat(first.recentRates().suspected()).isEqualTo(1_200);
        LearnerBook second = learner();
        block(second, 0, 1_200, 2_500);
        end(second, 0);
        assertThat(second.recentRates().suspected()).isZero();
        LearnerBook third = learner();
        block(third, 0, 1_200, 2_600);
        end(third, 0);
        RecentRates recent = third.recentRates();
        assertThat(recent.judged()).isEqualTo(1_400);
        assertThat(recent.suspected()).isZero();
    }

    @Test
    void shouldIgnoreWhatContradictsItselfAndWhatIsOfAnotherGeneration() {
        LearnerBook learner = learner();
        TallyRow wrong = row(1, 0, 5, 5);
        wrong.getSuspicion().setSuspected(List.of(9L));
        learner.take(ControlKeys.suspicions(1, 0, 0), codec.encode(wrong));
        learner.take(ControlKeys.suspicions(2, 0, 0), codec.encode(row(2, 0, 5, 5)));
        end(learner, 0);
        assertThat(learner.recentRates().none()).isTrue();
    }

    private LearnerBook learner() {
        LearnerBook book = new LearnerBook(store, 1, CLASSES, Window.all());
        book.restore();
        return book;
    }

    private void block(LearnerBook learner, int partition, long suspected, long judged) {
        learner.take(ControlKeys.suspicions(1, partition, 0), codec.encode(row(1, partition, suspected, judged)));
    }

    private static TallyRow row(int generation, int partition, long suspected, long judged) {
        SuspicionCounts counts = new SuspicionCounts(CLASSES);
        counts.set(1, 7, judged, suspected);
        return SuspicionRecords.toAvro(generation, partition, 0, counts);
    }

    private void end(LearnerBook learner, int partition) {
        learner.take(ControlKeys.tallyEnd(1, partition), codec.encode(TallyRecords.end(1, partition, 9_999, 0)));
    }

    private SuspicionBook book(int generation) {
        SuspicionBook book = new SuspicionBook(store, generation, CLASSES);
        book.restore();
        return book;
    }

    private static SuspicionCounts counts(SuspicionBook book) {
        SuspicionCounts counts = new SuspicionCounts(CLASSES);
        book.takeChanges(0).values().forEach(row -> {
            try {
                SuspicionRecords.add(row, counts);
            } catch (dev.sluice.avro.BadRecordException contradiction) {
                throw new AssertionError(contradiction);
            }
        });
        return counts;
    }

    private static Decision decision(int given, boolean suspect, int policy) {
        Set<Reason> reasons = suspect ? Set.of(Reason.POSTERIOR) : Set.of();
        return new Decision(Route.CLEAN, 1, .5, given, given, new TreeSet<>(reasons), Set.of(), null, policy);
    }

    private static Decision warmUp(int given) {
        TreeSet<Reason> reasons = new TreeSet<>(Set.of(Reason.WARM_UP));
        return new Decision(Route.CLEAN, 1, .5, given, given, reasons, Set.of(), null, 1);
    }

    private static KeyValueStore<byte[], byte[]> store() {
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("s"), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }
}
