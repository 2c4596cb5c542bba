package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.WideSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Starting on a topic of snapshots that has a past: how long that takes, and that what is torn in it is passed over. A
 * larger past for measuring: {@code -Dsnapshots=300 -Dclasses=1000 -Dcells=100}.
 */
class SnapshotHistoryLiveIT {

    private static final int PAST = Integer.getInteger("snapshots", 40);
    private static final int CLASSES = Integer.getInteger("classes", 300);
    private static final int CELLS = Integer.getInteger("cells", 100);
    private static final int ROWS = 2_000;
    /** Small snapshots are one message, which cannot be torn. */
    private static final boolean CHUNKED = CLASSES >= 300;
    /** Partitions are 0 to 3; what was learnt before is said to be of another, so that new rows can be told from old. */
    private static final int OLD_PARTITION = 9;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    // 1.1 .. 1.40 | 1.41: c0, then the learner was killed | 1.41: c0 c1 E without c1 | 1.41: an end marker alone
    //           ^ adopted, and the next one is 1.41
    @Test
    void shouldStartOnTheNewestWholeSnapshotAndGoOnFromIt() throws Exception {
        Live live = STACK.pipeline("past", Map.of("classes", "" + CLASSES));
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer = producer(live)) {
            for (int sequence = 1; sequence <= PAST; sequence++) {
                bytes += send(producer, live, messages(live, sequence, 7));
            }
            if (CHUNKED) {
                sendTorn(producer, live);
            }
        }
        long start = System.nanoTime();
        assertThat(new ControlTopics(live.connection, live.spec).newestSnapshot())
                .hasValueSatisfying(newest -> assertThat(newest.getSequence()).isEqualTo(PAST));
        long read = System.nanoTime();
        live.start(1);
        live.running();
        System.out.printf(
                "%d snapshots of %d classes, %.1f MB: the newest read in %d ms, the pipeline runs after %d ms%n",
                PAST, CLASSES, bytes / 1e6, (read - start) / 1_000_000, (System.nanoTime() - read) / 1_000_000);
        assertThat(live.newestSnapshot()).isEqualTo(snapshot(live, PAST, 7));

        live.load(new GeneratedRows(ROWS, CLASSES, 5), ArrivalOrder.ofFile(ROWS))
                .atRest(2L * ROWS, ROWS);
        assertThat(live.newestSnapshot().version()).isGreaterThan(new SnapshotVersion(1, PAST));
        List<Long> sequences = new ArrayList<>();
        new ControlTopics(live.connection, live.spec).snapshots(one -> sequences.add(one.getSequence()));
        assertThat(sequences).isSorted().doesNotHaveDuplicates().contains(PAST + 1L);
    }

    private static void sendTorn(KafkaProducer<byte[], byte[]> producer, Live live) {
        List<Map.Entry<byte[], byte[]>> withAHole = new ArrayList<>(messages(live, PAST + 1, 11));
        int last = withAHole.size() - 1;
        assertThat(last).as("chunks of a snapshot").isGreaterThan(1);
        withAHole.remove(last - 1);
        send(producer, live, messages(live, PAST + 1, 12).subList(0, 1));
        send(producer, live, withAHole);
        send(producer, live, messages(live, PAST + 1, 13).subList(last, last + 1));
    }

    private static Snapshot snapshot(Live live, int sequence, long seed) {
        Snapshot learnt = WideSnapshots.snapshot(
                "1." + sequence, CLASSES, live.spec.classes().hash(), seed == 7 ? CELLS : CELLS + (int) seed);
        return Snapshot.of(
                learnt.version(),
                CLASSES,
                learnt.classListHash(),
                List.of(new Coverage(OLD_PARTITION, 0, 0)),
                learnt.models());
    }

    private static List<Map.Entry<byte[], byte[]>> messages(Live live, int sequence, long seed) {
        return WideSnapshots.messages(snapshot(live, sequence, seed));
    }

    private static long send(
            KafkaProducer<byte[], byte[]> producer, Live live, List<Map.Entry<byte[], byte[]>> messages) {
        long bytes = 0;
        for (Map.Entry<byte[], byte[]> message : messages) {
            bytes += message.getValue().length;
            producer.send(new ProducerRecord<>(live.spec.snapshotsTopic(), 0, message.getKey(), message.getValue()));
        }
        return bytes;
    }

    private static KafkaProducer<byte[], byte[]> producer(Live live) {
        Properties settings = live.connection.kafka();
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
