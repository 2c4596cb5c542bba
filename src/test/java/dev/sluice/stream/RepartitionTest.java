package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.LeftoverReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class RepartitionTest {

    private static final String BY_ID = "classes: 3\npolicy: {warmUp: {route: clean}}\n";
    private static final Map<String, String> ON = Map.of("topics.repartition", "true");

    @Test
    void shouldNameTheInternalTopicsAndPlaceRecordsBeforeTheFilter() {
        try (FilterHarness harness = new FilterHarness(BY_ID, ON)) {
            TopologyDescription description =
                    FilterTopology.describe(harness.spec).describe();
            assertThat(description.subtopologies()).hasSize(3);
            assertThat(description.toString())
                    .contains("samples-by-id-repartition", "logits-by-id-repartition", "place-samples", "place-logits");
        }
    }

    @Test
    void shouldDecideWithTheOffsetsOfTheInputs() {
        try (FilterHarness harness = new FilterHarness(BY_ID, ON)) {
            harness.pipe(sample("other"), sample("a").label(1))
                    .pipe(logits("a").values(0, 3, 0))
                    .shuttle();

            assertThat(harness.clean()).singleElement().satisfies(row -> {
                assertThat(row.getDecision().getSampleOffset()).isEqualTo(1);
                assertThat(row.getDecision().getEvidence().get(0).getOffset()).isZero();
                assertThat(row.getSample().getSampleId()).isEqualTo("a");
            });
            assertThat(harness.ledger().samplesOutOfBalance()).isZero();
            assertThat(harness.ledger().samples()).isEqualTo(2);
        }
    }

    @Test
    void shouldKeepPlaceAndHeadersOfTheInputInALetter() {
        try (FilterHarness harness = new FilterHarness(BY_ID, ON)) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("mine", "1".getBytes(StandardCharsets.UTF_8));
            headers.add("sluice.origin.offset", "4711".getBytes(StandardCharsets.UTF_8));
            harness.pipe(sample("a")).raw(Side.SAMPLES, null, new byte[] {0}, T0, headers);

            List<TestRecord<byte[], byte[]>> letters = harness.letters();
            assertThat(letters).singleElement().satisfies(letter -> {
                assertThat(FilterHarness.header(letter, "sluice.cause")).isEqualTo("NULL_KEY");
                assertThat(FilterHarness.header(letter, "__streams.errors.topic"))
                        .isEqualTo("t.samples");
                assertThat(FilterHarness.header(letter, "__streams.errors.offset"))
                        .isEqualTo("1");
                assertThat(FilterHarness.header(letter, "mine")).isEqualTo("1");
                assertThat(letter.headers().lastHeader("sluice.origin.offset")).isNull();
            });
        }
    }

    @Test
    void shouldExpireByTicksThatAreNotCounted() {
        try (FilterHarness harness = new FilterHarness(BY_ID, ON)) {
            harness.pipe(sample("alone"))
                    .pipe(logits("lonely"))
                    .tick(Duration.ofHours(1).toMillis());

            assertThat(harness.leftovers())
                    .extracting(row -> row.getReason())
                    .containsExactly(LeftoverReason.EXPIRED, LeftoverReason.EXPIRED);
            assertThat(harness.ledger().samples() + harness.ledger().logits()).isEqualTo(2);
            assertThat(harness.ledger().pending()).isZero();
        }
    }

    // partition 0: a record at 50 ms ------------------------- then a tick at 99 ms
    // partition 1:                     a record at 10 ms
    // time:        none                10                      10
    @Test
    void shouldBeAsLateAsTheSlowestPartitionOfAnInput() {
        try (FilterHarness harness = new FilterHarness(BY_ID, ON)) {
            KeyValueStore<byte[], byte[]> store = harness.filter.getKeyValueStore(Stores.CLOCKS);
            SourceClocks clocks = new SourceClocks(store, 2, 1);
            assertThat(clocks.advance(Side.SAMPLES, 0, 50)).isEqualTo(Ledger.NO_TIME);
            assertThat(clocks.advance(Side.SAMPLES, 1, 10)).isEqualTo(10);
            assertThat(clocks.advance(Side.SAMPLES, 0, 99)).isEqualTo(10);
            assertThat(clocks.advance(Side.LOGITS, 0, 7)).isEqualTo(7);

            SourceClocks restored = new SourceClocks(store, 2, 1);
            restored.restore();
            assertThat(restored.advance(Side.SAMPLES, 1, 70)).isEqualTo(70);
            assertThat(restored.advance(Side.SAMPLES, 1, 200)).isEqualTo(99);
            assertThat(restored.advance(Side.SAMPLES, 2, 5))
                    .as("an input that has grown")
                    .isEqualTo(5);
        }
    }

    @Test
    void shouldSendATickToEveryPartition() {
        try (FilterHarness harness =
                new FilterHarness(BY_ID, Map.of("topics.repartition", "true", "topics.partitions", "7"))) {
            harness.tick(0);

            Map<Integer, Long> homes = new HashMap<>();
            List<TestRecord<byte[], byte[]>> ticks = harness.internal(Side.SAMPLES);
            ticks.forEach(tick -> homes.merge(BuiltInPartitioner.partitionForKey(tick.key(), 7), 1L, Long::sum));
            assertThat(homes).hasSize(7);
            assertThat(homes.values()).containsOnly(1L);
        }
    }
}
