package dev.sluice.stream;

import static dev.sluice.stream.Given.T0;
import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
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
