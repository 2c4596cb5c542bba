package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

/** The bound on what is parked in an outage of the registry. */
class ParkingTest {

    private static final int RECORD = 8 << 20;

    // A start after the outage finds the store full, and the first record before the first retry.
    @Test
    void shouldAskOnceMoreBeforeItStopsWhenTheStoreIsFull() throws Exception {
        try (FilterHarness pipeline = FilterHarness.of("classes: 3\n")) {
            byte[] value = fill(pipeline);
            pipeline.registry.down(false);
            parked(pipeline, value);
            for (int i = 0; i < 8; i++) {
                pipeline.pass(FilterProcessor.BEAT);
            }
            assertThat(pipeline.ledger().parked()).isZero();
            assertThat(pipeline.letters()).hasSize(8);
            assertThat(pipeline.ledger().samplesOutOfBalance()).isZero();
        }
    }

    @Test
    void shouldStopAndSayWhatToDoWhenTheStoreIsFullAndTheRegistryAway() throws Exception {
        FilterHarness pipeline = FilterHarness.of("classes: 3\n");
        byte[] value = fill(pipeline);
        assertThatThrownBy(() -> parked(pipeline, value))
                .isInstanceOf(StreamsException.class)
                .hasStackTraceContaining("bring the registry back");
    }

    // A full store in one go would outlast the transaction that it is in.
    @Test
    void shouldTakeUpInPortionsAndInOrderWhenTheRegistryIsBack() throws Exception {
        try (FilterHarness pipeline = FilterHarness.of("classes: 3\n")) {
            pipeline.pipe(sample("known")).pipe(logits("known"));
            byte[][] values = new byte[10_000][];
            for (int i = 0; i < values.length; i++) {
                values[i] = pipeline.encodeWithNewSchema(logits("s" + i));
            }
            pipeline.registry.down(true);
            for (int i = 0; i < values.length; i++) {
                pipeline.raw(Side.LOGITS, FilterHarness.key("s" + i), values[i], T0 + i, new RecordHeaders());
            }
            assertThat(pipeline.ledger().parked()).isEqualTo(values.length);
            pipeline.registry.down(false);
            pipeline.pass(Duration.ofMillis(300));
            long left = pipeline.ledger().parked();
            assertThat(left).as("after a few beats").isBetween(1L, values.length - 1L);

            // Second logits of the last one, while it is still parked: they come behind it, so they are superseded.
            String last = "s" + (values.length - 1);
            pipeline.raw(
                    Side.LOGITS,
                    FilterHarness.key(last),
                    pipeline.encodeWithNewSchema(logits(last)),
                    T0,
                    new RecordHeaders());
            assertThat(pipeline.ledger().parked())
                    .as("one came, four left: it is caught up with even without beats")
                    .isEqualTo(left - 3);
            for (int i = 0; i < 10 && pipeline.ledger().parked() > 0; i++) {
                pipeline.pass(FilterProcessor.BEAT);
            }

            assertThat(pipeline.ledger().parked()).isZero();
            assertThat(pipeline.leftovers()).singleElement().satisfies(row -> {
                assertThat(row.getSampleId()).isEqualTo(last);
                assertThat(row.getOffset()).isEqualTo(values.length + 1);
            });
            assertThat(pipeline.letters()).isEmpty();
            assertThat(pipeline.ledger().logitsOutOfBalance()).isZero();
        }
    }

    /** Records of a schema that has nothing to do with ours: letters, once somebody may look. */
    private static byte[] fill(FilterHarness pipeline) throws Exception {
        int id = pipeline.registry.register("t.samples-value", Schema.create(Schema.Type.STRING));
        pipeline.pipe(sample("known")).pipe(logits("known"));
        pipeline.registry.down(true);
        byte[] value = ByteBuffer.allocate(RECORD).put((byte) 0).putInt(id).array();
        for (int i = 0; i < 7; i++) {
            parked(pipeline, value);
        }
        assertThat(pipeline.ledger().parked()).isEqualTo(7);
        return value;
    }

    private static void parked(FilterHarness pipeline, byte[] value) {
        pipeline.raw(Side.SAMPLES, FilterHarness.key("x"), value, T0, new RecordHeaders());
    }
}
