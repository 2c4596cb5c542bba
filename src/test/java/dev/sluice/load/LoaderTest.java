package dev.sluice.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.Logits;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.RecordSchemas;
import dev.sluice.avro.Sample;
import dev.sluice.files.LabelledRows;
import dev.sluice.noise.ModelKey;
import dev.sluice.stream.Tick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {

    private static final Instant START = Instant.ofEpochMilli(1_000_000);
    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final ModelKey MODEL = new ModelKey("main", "1");
    private static final InputTopics TOPICS = new InputTopics("in.samples", "in.logits", 3);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final InputWriter writer = new InputWriter(
            TOPICS,
            new RecordEncoder<>(1, RecordSchemas.of(Sample.class)),
            new RecordEncoder<>(2, RecordSchemas.of(Logits.class)),
            producer);
    private final List<Long> progress = new ArrayList<>();

    @Test
    void shouldSendBothRecordsOfEveryRowInTheOrderOfArrival() {
        LoadResult result = load(Duration.ofMillis(1), new int[] {2, 0, 1});

        assertThat(keys("in.samples")).containsExactly("id2", "id0", "id1");
        assertThat(keys("in.logits")).containsExactly("id2", "id0", "id1");
        assertThat(result.samples()).isEqualTo(3);
        assertThat(result.logits()).isEqualTo(3);
        assertThat(progress).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldStampRowsInAscendingSteps() {
        load(Duration.ofMillis(5), new int[] {2, 0, 1});

        assertThat(records("in.samples"))
                .extracting(ProducerRecord::timestamp)
                .containsExactly(1_000_000L, 1_000_005L, 1_000_010L);
        assertThat(records("in.logits"))
                .extracting(ProducerRecord::timestamp)
                .containsExactly(1_000_000L, 1_000_005L, 1_000_010L);
    }

    @Test
    void shouldLeaveThePartitionToTheClientsPartitioner() {
        load(EventTimes.DEFAULT_STEP, new int[] {0, 1, 2});

        assertThat(records("in.samples")).extracting(ProducerRecord::partition).containsOnlyNulls();
    }

    @Test
    void shouldEndEveryPartitionOfBothTopicsJustAfterTheLastWait() {
        Loader loader = loader(Duration.ofMillis(5));
        loader.rows(new ThreeRows(), new int[] {0, 1, 2}, MODEL, true);
        loader.tick(WAIT);

        assertThat(loader.finish().ticks()).isEqualTo(6);
        for (String topic : List.of("in.samples", "in.logits")) {
            List<ProducerRecord<byte[], byte[]>> ticks = producer.history().stream()
                    .filter(sent -> sent.topic().equals(topic) && sent.key() == null)
                    .toList();
            assertThat(ticks).extracting(ProducerRecord::partition).containsExactly(0, 1, 2);
            assertThat(ticks).allSatisfy(tick -> {
                assertThat(tick.value()).isNotNull().isEmpty();
                assertThat(Tick.time(tick.headers())).hasValue(1_000_010L + 600_000 + 1);
            });
        }
    }

    @Test
    void shouldTickOnlyTheTopicThatAFileOfRecordsWasWrittenTo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.jsonl"), "{\"sample_id\":\"a\",\"label\":1}\n");
        Loader loader = loader(EventTimes.DEFAULT_STEP);
        loader.rows(JsonRows.open(file, Optional.empty(), Set.of("main")));
        loader.tick(WAIT);

        assertThat(loader.finish())
                .extracting(LoadResult::samples, LoadResult::logits, LoadResult::ticks)
                .containsExactly(1L, 0L, 3L);
        assertThat(records("in.logits")).isEmpty();
    }

    @Test
    void shouldStampLinesWithTheirOwnTimesAndEndAfterTheNewest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.jsonl"), """
                {"sample_id":"a","label":1,"event_time":9000}
                {"sample_id":"b","label":1,"event_time":7000}
                """);
        Loader loader = loader(EventTimes.DEFAULT_STEP);
        loader.rows(JsonRows.open(file, Optional.empty(), Set.of("main")));
        loader.tick(WAIT);

        assertThat(records("in.samples"))
                .extracting(ProducerRecord::timestamp)
                .containsExactly(9_000L, 7_000L, null, null, null);
        assertThat(Tick.time(records("in.samples").get(2).headers())).hasValue(9_000L + 600_000 + 1);
    }

    @Test
    void shouldSayThatWritingFailed() {
        Loader loader = loader(EventTimes.DEFAULT_STEP);
        loader.rows(new ThreeRows(), new int[] {0}, MODEL, true);
        producer.errorNext(new RecordTooLargeException("the record is too large"));

        assertThatThrownBy(loader::finish)
                .isInstanceOf(LoadFailure.class)
                .hasMessage("writing to the input topics failed: the record is too large");
    }

    private LoadResult load(Duration step, int[] order) {
        Loader loader = loader(step);
        loader.rows(new ThreeRows(), order, MODEL, true);
        return loader.finish();
    }

    private Loader loader(Duration step) {
        return new Loader(writer, new EventTimes(START, step), new Pace(Double.POSITIVE_INFINITY), progress::add);
    }

    private List<ProducerRecord<byte[], byte[]>> records(String topic) {
        return producer.history().stream()
                .filter(sent -> sent.topic().equals(topic))
                .toList();
    }

    private List<String> keys(String topic) {
        return records(topic).stream()
                .map(sent -> new String(sent.key(), StandardCharsets.UTF_8))
                .toList();
    }

    private record ThreeRows() implements LabelledRows {
        @Override
        public int size() {
            return 3;
        }

        @Override
        public int classes() {
            return 2;
        }

        @Override
        public String id(int row) {
            return "id" + row;
        }

        @Override
        public int label(int row) {
            return row % 2;
        }

        @Override
        public float[] logits(int row) {
            return new float[] {row, -row};
        }
    }
}
