package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.Window;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** How tallies become snapshots: batches, windows, model versions, failover. */
class LearningTest {

    private static final ModelKey MODEL = new ModelKey("main", "1");
    private final ControlCodec<dev.sluice.avro.TallyRow> codec = new ControlCodec<>(dev.sluice.avro.TallyRow.class);
    private final KeyValueStore<byte[], byte[]> store = store();

    private static KeyValueStore<byte[], byte[]> store() {
        KeyValueStore<byte[], byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("s"), Serdes.ByteArray(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }

    private LearnerBook book() {
        LearnerBook book = new LearnerBook(store, 1, 10, Window.all());
        book.restore();
        return book;
    }

    private boolean row(LearnerBook book, int partition, int given, long count) {
        TallyKey key = new TallyKey(0, MODEL, given);
        TallyRow row = TallyRow.of(count, 0, count, new int[0], new long[0]);
        return book.take(
                ControlKeys.tally(1, partition, key), codec.encode(TallyRecords.toAvro(1, partition, key, row)));
    }

    private boolean end(LearnerBook book, int partition, long arrived) {
        return book.take(ControlKeys.tallyEnd(1, partition), codec.encode(TallyRecords.end(1, partition, arrived, 0)));
    }

    private static long count(LearnerBook book, int given) {
        TallyRow row = book.merged().get(new TallyKey(0, MODEL, given));
        return row == null ? 0 : row.count();
    }

    // partition 0:  row c0=5 ......................... end(5)
    // partition 1:            row c0=7   end(7)
    //                                        ^ a freeze here must see 7, not 12
    @Test
    void shouldNotSeeHalfABatchWhenAnotherPartitionsBatchIsComplete() {
        LearnerBook book = book();
        assertThat(row(book, 0, 0, 5)).isFalse();
        assertThat(row(book, 1, 0, 7)).isFalse();
        assertThat(end(book, 1, 7)).isTrue();
        assertThat(count(book, 0)).isEqualTo(7);
        assertThat(end(book, 0, 5)).isTrue();
        assertThat(count(book, 0)).isEqualTo(12);
    }

    @Test
    void shouldChangeNothingWhenABatchComesAgain() {
        LearnerBook book = book();
        for (int again = 0; again < 3; again++) {
            row(book, 0, 0, 5);
            row(book, 0, 1, 6);
            end(book, 0, 11);
        }
        assertThat(count(book, 0)).isEqualTo(5);
        assertThat(count(book, 1)).isEqualTo(6);
    }

    @Test
    void shouldRestoreHalfABatchWhenItWasStoppedInTheMiddle() {
        LearnerBook before = book();
        row(before, 0, 0, 5);
        end(before, 0, 5);
        row(before, 0, 0, 9);
        LearnerBook after = book();
        assertThat(count(after, 0)).isEqualTo(5);
        end(after, 0, 9);
        assertThat(count(after, 0)).isEqualTo(9);
        assertThat(after.coverage().get(0).arrived()).isEqualTo(9);
    }

    @Test
    void shouldIgnoreRowsWhenTheyBelongToAnotherGeneration() {
        LearnerBook book = book();
        TallyKey key = new TallyKey(0, MODEL, 0);
        TallyRow row = TallyRow.of(3, 0, 3, new int[0], new long[0]);
        book.take(ControlKeys.tally(2, 0, key), codec.encode(TallyRecords.toAvro(2, 0, key, row)));
        assertThat(book.take(ControlKeys.tallyEnd(2, 0), codec.encode(TallyRecords.end(2, 0, 3, 0))))
                .isFalse();
        assertThat(book.merged()).isEmpty();
    }

    // Only we write the topic; but what a stranger put there would come again at every start.
    @Test
    void shouldIgnoreRecordsWhenTheyCannotBeOurs() {
        LearnerBook book = book();
        assertThat(book.take("g99999999999/p0/n0/c0/main@1", null)).isFalse();
        assertThat(book.take("g1/p0/n0/c0/main@1", new byte[] {1, 2, 3})).isFalse();
        assertThat(row(book, 0, 10, 5)).as("a label that is no class").isFalse();
        TallyKey key = new TallyKey(0, MODEL, 0);
        dev.sluice.avro.TallyRow torn = TallyRecords.toAvro(1, 0, key, new TallyRow());
        torn.setCount(-1L);
        assertThat(book.take(ControlKeys.tally(1, 0, key), codec.encode(torn))).isFalse();
        dev.sluice.avro.TallyRow foreign =
                TallyRecords.toAvro(1, 0, key, TallyRow.of(1, 0, 1, new int[] {10}, new long[] {1}));
        assertThat(book.take(ControlKeys.tally(1, 0, key), codec.encode(foreign)))
                .isFalse();
        assertThat(book.take(ControlKeys.tallyEnd(1, 0), codec.encode(TallyRecords.end(1, 0, 1, 2))))
                .isFalse();
        assertThat(end(book, 0, 0)).isTrue();
        assertThat(book.merged()).isEmpty();
    }

    @Test
    void shouldGoOnWhenTheNewestPolicyCannotBeRead() {
        PipelineSpec spec = PipelineLoader.parse("{name: t, classes: 3}", Map.of());
        dev.sluice.avro.Policy newer = new dev.sluice.avro.Policy(7, "h", "notYetInvented: 1", "w", "w", 0L, null);
        MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
        PolicyBook seed = new PolicyBook(new LearnerPlan(spec, 1, null, newer, false, "test"), context, store);
        seed.seedOnce();
        assertThat(seed.warmUpSamples()).isEqualTo(spec.policy().warmUp().samples());
    }

    private static final String EVERY_ROW = "classes: 3\npolicy: {warmUp: {samples: 2, perClass: 0}}\n"
            + "learning: {snapshotEvery: {records: 1, time: 1s}%s}\n";

    private static FilterHarness feed(FilterHarness pipeline, String id, int label, String version, long at) {
        float[] sure = {0, 0, 0};
        sure[label] = 3;
        return pipeline.pipe(sample(id).label(label).at(at))
                .pipe(logits(id).model("main", version).values(sure).at(at))
                .shuttle();
    }

    @Test
    void shouldForgetThePastWhenTheWindowMovesOn() {
        try (FilterHarness pipeline = FilterHarness.of(EVERY_ROW.formatted(", window: {time: 24h}"))) {
            long hour = Duration.ofHours(1).toMillis();
            feed(pipeline, "a", 0, "1", -30 * hour);
            feed(pipeline, "b", 0, "1", -29 * hour);
            assertThat(counts(pipeline)).containsExactly(2, 0, 0);
            feed(pipeline, "c", 1, "1", -10 * hour);
            assertThat(counts(pipeline)).containsExactly(2, 1, 0);
            feed(pipeline, "d", 2, "1", 0);
            assertThat(counts(pipeline)).containsExactly(0, 1, 1);
        }
    }

    @Test
    void shouldServeTheOldStatisticsUntilTheNewModelVersionIsWarm() {
        try (FilterHarness pipeline = FilterHarness.of(EVERY_ROW.formatted(""))) {
            feed(pipeline, "a", 0, "1", 0);
            feed(pipeline, "b", 1, "1", 1);
            feed(pipeline, "c", 0, "2", 2);
            assertThat(statistics(pipeline).model().version()).isEqualTo("1");
            feed(pipeline, "d", 1, "2", 3);
            assertThat(statistics(pipeline).model().version()).isEqualTo("2");
            assertThat(statistics(pipeline).samples()).isEqualTo(2);
        }
    }

    // window by count, 48 samples in 24 panes of 2; warm with 10
    // rows 1..60 of version 1     the window holds 47 or 48 of them
    // rows 61..69 of version 2    version 1 serves, from what the window still holds of it
    // row 70 of version 2         version 2 is warm and serves
    // late rows of version 1      are counted with version 1, and judged by version 2
    @Test
    void shouldServeTheOldVersionFromItsWindowUntilTheNewOneIsWarmAndKeepItsLateRowsApart() {
        String yaml = "classes: 3\npolicy: {warmUp: {samples: 10, perClass: 0}}\n"
                + "learning: {snapshotEvery: {records: 1, time: 1s}, window: {samples: 48}}\n";
        try (FilterHarness pipeline = FilterHarness.of(yaml)) {
            for (int i = 1; i <= 60; i++) {
                feed(pipeline, "old" + i, i % 3, "1", i);
            }
            assertThat(statistics(pipeline).samples()).isBetween(46L, 48L);
            for (int i = 61; i < 70; i++) {
                feed(pipeline, "new" + i, i % 3, "2", i);
                assertThat(statistics(pipeline).model().version()).isEqualTo("1");
                assertThat(statistics(pipeline).samples())
                        .as("old rows at %d", i)
                        .isBetween(108L - i - 2, 108L - i);
            }
            feed(pipeline, "new70", 1, "2", 70);
            assertThat(statistics(pipeline).model().version()).isEqualTo("2");
            assertThat(statistics(pipeline).samples()).isEqualTo(10);
            feed(pipeline, "late", 1, "1", 71);
            assertThat(statistics(pipeline).model().version()).isEqualTo("2");
            assertThat(statistics(pipeline).samples()).isEqualTo(10);
            assertThat(pipeline.ledger().judged()).isEqualTo(71);
            assertThat(pipeline.ledger().pending())
                    .as("nothing waited for the switch")
                    .isZero();
        }
    }

    @Test
    void shouldKeepServingWhenTheVersionInForceHasLeftTheWindow() {
        try (FilterHarness pipeline = FilterHarness.of(EVERY_ROW.formatted(", window: {time: 24h}"))) {
            long day = Duration.ofDays(1).toMillis();
            feed(pipeline, "a", 0, "1", -3 * day);
            feed(pipeline, "b", 1, "1", -3 * day);
            feed(pipeline, "c", 0, "2", 0);
            assertThat(statistics(pipeline).model().version()).isEqualTo("1");
            assertThat(statistics(pipeline).samples()).isZero();
            assertThat(statistics(pipeline).noise().prior()).doesNotContain(Double.NaN);
            feed(pipeline, "d", 0, "2", 1);
            assertThat(statistics(pipeline).model().version()).isEqualTo("2");
        }
    }

    @Test
    void shouldCoverExactlyTheRowsThatItNames() {
        try (FilterHarness pipeline = FilterHarness.of(EVERY_ROW.formatted(""))) {
            for (int i = 0; i < 7; i++) {
                feed(pipeline, "s" + i, i % 3, "1", i);
            }
            Snapshot newest = pipeline.snapshots.newest();
            assertThat(newest.coverage(0).arrived()).isEqualTo(7);
            assertThat(newest.version().sequence()).isEqualTo(7);
            assertThat(statistics(pipeline).samples()).isEqualTo(7);
        }
    }

    @Test
    void shouldSeedThePolicyOnceAndLeaveTheTopicAloneAfterwards() {
        try (FilterHarness pipeline = FilterHarness.of(EVERY_ROW.formatted(""))) {
            pipeline.pass(Duration.ofSeconds(5)).shuttle();
            assertThat(pipeline.policies.newest().version()).isEqualTo(1);
            assertThat(pipeline.policies.newest().hash())
                    .isEqualTo(pipeline.spec.policy().hash());
        }
    }

    private static ModelStatistics statistics(FilterHarness pipeline) {
        return pipeline.snapshots.newest().statistics("main").orElseThrow();
    }

    private static long[] counts(FilterHarness pipeline) {
        return statistics(pipeline).counts();
    }

    @Test
    void shouldReadTheTallyBackAndDropItsDeadPanes() {
        Window window = Window.time(Duration.ofMillis(20), 2);
        TallyBook book = new TallyBook(store, 1, window);
        book.sum(MODEL, 4, .5, true, book.pane(5, 1));
        book.joint(MODEL, 4, 9, book.pane(5, 1));
        book.joint(MODEL, 4, 9, book.pane(6, 2));
        book.sum(MODEL, 4, .25, true, book.pane(15, 3));
        TallyBook again = new TallyBook(store, 1, window);
        again.restore();
        Map<TallyKey, TallyRow> rows = again.takeChanges();
        assertThat(rows).isEqualTo(book.takeChanges()).hasSize(2);
        assertThat(rows.get(new TallyKey(0, MODEL, 4)).jointCounts()).containsExactly(2);
        again.sum(MODEL, 4, .25, true, again.pane(25, 4));
        Map<TallyKey, TallyRow> changes = again.takeChanges();
        assertThat(changes).containsEntry(new TallyKey(0, MODEL, 4), null).containsKey(new TallyKey(2, MODEL, 4));
        TallyBook last = new TallyBook(store, 1, window);
        last.restore();
        assertThat(last.takeChanges().keySet()).extracting(TallyKey::pane).containsExactly(1L, 2L);
        last.sum(MODEL, 4, .5, true, last.pane(5, 5));
        assertThat(last.hasChanges()).as("too old to be learnt from").isFalse();
    }
}
