package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.SnapshotRecords;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.stream.SnapshotMessages.Message;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Which snapshot is in force after what came, live and when an instance starts. */
class SnapshotFeedTest {

    private static final TopicPartition TOPIC = new TopicPartition("snapshots", 0);

    private final SnapshotFeed feed = new SnapshotFeed();
    private final ControlCodec<dev.sluice.avro.Snapshot> codec = new ControlCodec<>(dev.sluice.avro.Snapshot.class);

    private static Snapshot small(String version) {
        return WideSnapshots.snapshot(version, 3, 2);
    }

    private static Snapshot large(String version) {
        return WideSnapshots.snapshot(version, 1_000, 60);
    }

    private static List<Message> messages(Snapshot snapshot) {
        return new SnapshotMessages().of(snapshot);
    }

    private void send(List<Message> messages) {
        messages.forEach(message -> feed.take(message.key(), message.value()));
    }

    private void restored() {
        feed.onRestoreEnd(TOPIC, Stores.SNAPSHOTS, 0);
    }

    private void restoring() {
        feed.onRestoreStart(TOPIC, Stores.SNAPSHOTS, 0, 100);
    }

    @Test
    void shouldAdoptASmallSnapshotInOneMessageAndALargeOneInChunks() {
        send(messages(small("1.1")));
        assertThat(feed.newest()).isEqualTo(small("1.1"));
        Snapshot large = large("1.2");
        assertThat(messages(large)).hasSizeGreaterThan(3);
        send(messages(large));
        assertThat(feed.newest()).isEqualTo(large);
    }

    // Earlier versions wrote every snapshot as one message, up to 16 MiB.
    @Test
    void shouldAdoptALargeSnapshotThatCameInOneMessage() {
        Snapshot large = large("1.2");
        byte[] one = codec.encode(SnapshotRecords.toAvro(large));
        assertThat(one.length).isGreaterThan(SnapshotMessages.CHUNK_BYTES);
        feed.take("1.2", one);
        assertThat(feed.newest()).isEqualTo(large);
    }

    @Test
    void shouldStayWithTheOldWhileTheNewIsNotWhole() {
        Snapshot old = small("1.1");
        List<Message> large = messages(large("1.2"));
        send(messages(old));
        for (Message message : large.subList(0, large.size() - 1)) {
            feed.take(message.key(), message.value());
            assertThat(feed.newest()).isSameAs(feed.newest()).isEqualTo(old);
        }
        send(messages(small("1.3")));
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.3"));
    }

    @Test
    void shouldNeverGoBack() {
        send(messages(large("1.2")));
        send(messages(small("1.1")));
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.2"));
    }

    @Test
    void shouldIgnoreASnapshotThatIsNotWhatItsKeyOrItsHashSays() {
        send(messages(small("1.1")));
        dev.sluice.avro.Snapshot forged = SnapshotRecords.toAvro(small("1.3"));
        assertThat(feed.take("1.4", codec.encode(forged))).isFalse();
        forged.setHash("0000000000000000");
        assertThat(feed.take("1.3", codec.encode(forged))).isFalse();
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.1"));
        send(messages(small("1.2")));
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.2"));
    }

    //  past: 1.1 .. 1.9, 1.10 in chunks       | live: the rest of 1.10, 1.11
    @Test
    void shouldDecodeNothingOfThePastButTheNewest() {
        restoring();
        for (int sequence = 1; sequence < 10; sequence++) {
            send(messages(small("1." + sequence)));
            assertThat(feed.newest()).isNull();
        }
        restored();
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.9"));
    }

    @Test
    void shouldAdoptASnapshotThatLiesAcrossTheSeamOfPastAndPresent() {
        List<Message> large = messages(large("1.2"));
        restoring();
        send(messages(small("1.1")));
        send(large.subList(0, 2));
        restored();
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.1"));
        send(large.subList(2, large.size()));
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.2"));
    }

    @Test
    void shouldFallBackToTheLastSoundOneOfThePast() {
        dev.sluice.avro.Snapshot forged = SnapshotRecords.toAvro(small("1.3"));
        forged.setHash("0000000000000000");
        restoring();
        send(messages(small("1.1")));
        send(messages(small("1.2")));
        feed.take("1.3", codec.encode(forged));
        feed.take("2147483647.1", new byte[] {'x'});
        send(messages(large("1.4")).subList(0, 2));
        restored();
        assertThat(feed.newest().version()).isEqualTo(SnapshotVersion.parse("1.2"));
    }
}
