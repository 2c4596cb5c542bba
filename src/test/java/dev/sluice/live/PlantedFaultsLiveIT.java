package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.replay.VerificationReport;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The recount is only worth something if it sees what is wrong: a loss, a duplicate, and one of each, whose totals agree. */
class PlantedFaultsLiveIT {

    private static final int ROWS = 3_000;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private Live live;

    @BeforeEach
    void runAPipelineToItsEnd(TestInfo test) {
        GeneratedRows rows = new GeneratedRows(ROWS, 10, 9);
        live = STACK.pipeline(test.getTestMethod().orElseThrow().getName(), Map.of());
        live.start(2);
        live.running().load(rows, ArrivalOrder.ofFile(ROWS)).atRest(2L * ROWS, ROWS);
        assertThat(LiveStack.verify(live).holds()).as("before the fault").isTrue();
    }

    @Test
    void shouldNameTheInputWhenItsRowIsLost() throws Exception {
        String id = lose();
        VerificationReport report = LiveStack.verify(live);
        assertThat(report.holds()).isFalse();
        assertThat(report.lost()).extracting(VerificationReport.Named::id).contains(id);
        assertThat(report.doubled()).isEmpty();
        STACK.forgive(live);
    }

    @Test
    void shouldNameTheInputWhenItsRowIsThereTwice() throws Exception {
        String id = repeat(1);
        VerificationReport report = LiveStack.verify(live);
        assertThat(report.holds()).isFalse();
        assertThat(report.doubled()).extracting(VerificationReport.Named::id).contains(id);
        assertThat(report.lost()).isEmpty();
        STACK.forgive(live);
    }

    @Test
    void shouldNameBothWhenOneIsLostAndAnotherIsThereTwice() throws Exception {
        String doubled = repeat(1);
        String lost = lose();
        VerificationReport report = LiveStack.verify(live);
        assertThat(live.raw(live.spec.cleanTopic()).size()
                        + live.raw(live.spec.quarantineTopic()).size())
                .as("the totals alone agree")
                .isEqualTo(ROWS);
        assertThat(report.holds()).isFalse();
        assertThat(report.lost()).extracting(VerificationReport.Named::id).contains(lost);
        assertThat(report.doubled()).extracting(VerificationReport.Named::id).contains(doubled);
        STACK.forgive(live);
    }

    private List<ConsumerRecord<byte[], byte[]>> cleanOfPartition0() {
        return live.raw(live.spec.cleanTopic()).stream()
                .filter(record -> record.partition() == 0)
                .toList();
    }

    /** Deletes the first row of a partition of the clean topic. */
    private String lose() throws Exception {
        ConsumerRecord<byte[], byte[]> first = cleanOfPartition0().get(0);
        try (Admin admin = Admin.create(live.connection.kafka())) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(live.spec.cleanTopic(), 0),
                            RecordsToDelete.beforeOffset(first.offset() + 1)))
                    .all()
                    .get();
        }
        return new String(first.key());
    }

    /** Writes a row of the clean topic once more, as a producer without transactions would. */
    private String repeat(int index) throws Exception {
        ConsumerRecord<byte[], byte[]> row = cleanOfPartition0().get(index);
        Properties settings = live.connection.kafka();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(live.spec.cleanTopic(), 0, row.key(), row.value()))
                    .get();
        }
        return new String(row.key());
    }
}
