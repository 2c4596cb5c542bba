package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.GeneratedStream;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.SampleKey;
import dev.sluice.noise.SampleRow;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The learning sample on its way: from the partitions' books, by the batches that they publish, to the learner's copy. */
class SampleBookTest {

    private static final int CLASSES = 4;
    // Whatever a key is put together with may be in a name.
    private static final ModelKey MODEL = new ModelKey("a/b@c%d", "1/s2-/x@y");

    private final ControlCodec<dev.sluice.avro.TallyRow> codec = new ControlCodec<>(dev.sluice.avro.TallyRow.class);
    private final KeyValueStore<byte[], byte[]> learnerStore = store();
    private LearnerBook learner = learner(Window.all());

    /** One partition of the filter. */
    private final class Partition {
        private final int number;
        private final Window window;
        private final KeyValueStore<byte[], byte[]> tallyStore = store();
        private final KeyValueStore<byte[], byte[]> sampleStore = store();
        private TallyBook tally;
        private SampleBook samples;
        private long arrived;

        Partition(int number, Window window) {
            this.number = number;
            this.window = window;
            restart();
        }

        void restart() {
            tally = new TallyBook(tallyStore, 1, window);
            tally.restore();
            samples = new SampleBook(sampleStore, 1, number, CLASSES, window);
            samples.restore();
        }

        void add(String id, int given, float[] logits, long time) {
            long pane = tally.pane(time, ++arrived);
            boolean agrees = SampleRow.agrees(logits, given);
            tally.sum(MODEL, given, .5, agrees, pane);
            samples.add(MODEL, id, given, agrees, logits, pane);
        }

        void publish(boolean whole) {
            tally.takeChanges().forEach((key, row) -> {
                byte[] value = row == null ? null : codec.encode(TallyRecords.toAvro(1, number, key, row));
                learner.take(ControlKeys.tally(1, number, key), value);
            });
            samples.takeChanges().forEach(learner::take);
            if (whole) {
                learner.take(ControlKeys.tallyEnd(1, number), codec.encode(TallyRecords.end(1, number, arrived, 0)));
            }
        }
    }

    private static KeyValueStore<byte[], byte[]> store() {
        KeyValueStore<byte[], byte[]> store = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore("s"),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }

    private LearnerBook learner(Window window) {
        LearnerBook book = new LearnerBook(learnerStore, 1, CLASSES, window);
        book.restore();
        return book;
    }

    private LearningSample learnt() {
        return learner.samples(learner.merged()).getOrDefault(MODEL, new LearningSample(CLASSES));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldBringTheLearnerTheSampleOfTheWholeStreamWhateverIsStoppedWhen(long seed) {
        Random random = new Random(seed);
        GeneratedStream stream = GeneratedStream.draw(CLASSES, 9_000, .3, seed);
        LearningSample whole = new LearningSample(CLASSES);
        List<Partition> partitions = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            partitions.add(new Partition(p, Window.all()));
        }
        for (int i = 0; i < stream.size(); i++) {
            String id = "s/" + i + "@%2F";
            partitions.get(i % 3).add(id, stream.given()[i], stream.logits()[i], 0);
            whole.add(SampleRow.of(id, stream.given()[i], stream.logits()[i]));
            if (random.nextInt(300) == 0) {
                partitions.get(random.nextInt(3)).publish(true);
            }
            if (random.nextInt(1500) == 0) {
                partitions.get(random.nextInt(3)).restart();
                learner = learner(Window.all());
            }
        }
        partitions.forEach(partition -> partition.publish(true));
        assertThat(learnt()).isEqualTo(whole);
        assertThat(learnt().seen()).isEqualTo(9_000);
    }

    @Test
    void shouldNotShowHalfABatch() {
        Partition partition = new Partition(0, Window.all());
        partition.add("a", 1, new float[CLASSES], 0);
        partition.publish(false);
        assertThat(learnt().rows()).isEmpty();
        partition.publish(true);
        assertThat(learnt().rows()).extracting(SampleRow::id).containsExactly("a");
    }

    // panes of 10 ms, two live:  time 5 -> pane 0, 15 -> pane 1, 25 -> pane 2, so pane 0 is dead
    @Test
    void shouldForgetWhatLeavesTheWindow() {
        Window window = Window.time(Duration.ofMillis(20), 2);
        learner = learner(window);
        Partition partition = new Partition(0, window);
        partition.add("old", 1, new float[CLASSES], 5);
        partition.add("new", 1, new float[CLASSES], 15);
        partition.publish(true);
        assertThat(learnt().rows()).hasSize(2);
        partition.add("newer", 1, new float[CLASSES], 25);
        partition.add("late", 1, new float[CLASSES], 5);
        partition.publish(true);
        assertThat(learnt().rows()).extracting(SampleRow::id).containsExactlyInAnyOrder("new", "newer");
        partition.restart();
        assertThat(partition.samples.takeChanges()).as("what the store kept").hasSize(2);
    }

    @Test
    void shouldDeleteEverythingWhenAGenerationOpens() {
        Partition partition = new Partition(0, Window.all());
        partition.add("a", 1, new float[CLASSES], 0);
        partition.publish(true);
        SampleRow row = SampleRow.of("a", 1, new float[CLASSES]);
        assertThat(partition.samples.open(2)).containsExactly(ControlKeys.sample(1, 0, new SampleKey(0, MODEL), row));
        partition.add("b", 1, new float[CLASSES], 0);
        assertThat(partition.samples.takeChanges().keySet()).allMatch(key -> key.startsWith("g2/p0/"));
        learner.open(2);
        assertThat(learnt().rows()).isEmpty();
        learner = learner(Window.all());
        assertThat(learnt().rows()).as("in the store").isEmpty();
    }

    @Test
    void shouldIgnoreRowsThatCannotBeLearntFrom() {
        SampleKey key = new SampleKey(0, MODEL);
        SampleRow outside = new SampleRow(1, "outside", 1, true, new int[] {1, 7}, new float[2], 0);
        SampleRow infinite =
                new SampleRow(2, "infinite", 1, true, new int[] {1, 2}, new float[] {0, Float.POSITIVE_INFINITY}, 0);
        for (SampleRow row : List.of(outside, infinite)) {
            learner.take(ControlKeys.sample(1, 0, key, row), codec.encode(TallyRecords.sample(1, 0, key, row)));
        }
        learner.take(ControlKeys.tallyEnd(1, 0), codec.encode(TallyRecords.end(1, 0, 2, 0)));
        assertThat(learnt().rows()).isEmpty();
    }

    // 1,000 rows; of 1,110 rows 110 are new, of 1,111 a tenth
    @Test
    void shouldLearnAgainWhenATenthIsNewAlsoAfterARestart() {
        Partition partition = new Partition(0, Window.all());
        GeneratedStream stream = GeneratedStream.draw(CLASSES, 1_111, .3, 5);
        PosteriorModel first = arrive(partition, stream, 0, 1_000);
        assertThat(first.arrived()).isEqualTo(1_000);
        assertThat(arrive(partition, stream, 1_000, 1_110)).isEqualTo(first);
        PosteriorBook again = posteriors();
        again.restore();
        assertThat(refresh(again)).as("restored").isEqualTo(first);
        assertThat(arrive(partition, stream, 1_110, 1_111)).isNotEqualTo(first);
        assertThat(refresh(posteriors()).arrived()).isEqualTo(1_111);
    }

    @Test
    void shouldLearnNothingWhereAnOlderVersionTalliedWithoutRows() {
        TallyKey key = new TallyKey(0, MODEL, 1);
        TallyRow row = TallyRow.of(50, 0, 50, new int[0], new long[0]);
        learner.take(ControlKeys.tally(1, 0, key), codec.encode(TallyRecords.toAvro(1, 0, key, row)));
        learner.take(ControlKeys.tallyEnd(1, 0), codec.encode(TallyRecords.end(1, 0, 50, 0)));
        assertThat(posteriors().refresh(learner.merged(), List.of(MODEL), 1)).isEmpty();
    }

    private PosteriorModel arrive(Partition partition, GeneratedStream stream, int from, int to) {
        for (int i = from; i < to; i++) {
            partition.add("s" + i, stream.given()[i], stream.logits()[i], 0);
        }
        partition.publish(true);
        PosteriorBook book = posteriors();
        book.restore();
        return refresh(book);
    }

    private PosteriorBook posteriors() {
        return new PosteriorBook(learnerStore, learner);
    }

    private PosteriorModel refresh(PosteriorBook book) {
        Map<ModelKey, PosteriorModel> learnt = book.refresh(learner.merged(), List.of(MODEL), 1);
        return learnt.get(MODEL);
    }
}
