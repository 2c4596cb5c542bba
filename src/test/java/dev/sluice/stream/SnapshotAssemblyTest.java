package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.SnapshotChunk;
import dev.sluice.avro.SnapshotEnd;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.stream.SnapshotMessages.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a reader of the snapshots topic makes of its messages: {@code cN} is the chunk N of an attempt, {@code E} its end
 * marker. Content is random here; that it is a snapshot at all is looked at later.
 */
class SnapshotAssemblyTest {

    private static final SnapshotVersion V7 = SnapshotVersion.parse("1.7");
    private static final SnapshotVersion V8 = SnapshotVersion.parse("1.8");
    private static final int FIVE_CHUNKS = 4 * SnapshotMessages.CHUNK_BYTES + 1;

    private final SnapshotMessages messages = new SnapshotMessages();
    private final SnapshotAssembly assembly = new SnapshotAssembly();

    private static byte[] content(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private List<Message> attempt(SnapshotVersion version, long seed) {
        return new ArrayList<>(messages.of(version, content(FIVE_CHUNKS, seed)));
    }

    private List<SnapshotAssembly.Whole> read(List<Message> log) {
        List<SnapshotAssembly.Whole> whole = new ArrayList<>();
        for (Message message : log) {
            SnapshotAssembly.Whole completed = assembly.take(message.key(), message.value());
            if (completed != null) {
                whole.add(completed);
            }
        }
        return whole;
    }

    private void shouldAdoptTheNextOne() {
        assertThat(read(attempt(V8, 99))).singleElement().satisfies(whole -> {
            assertThat(whole.version()).isEqualTo(V8);
            assertThat(whole.encoded()).isEqualTo(content(FIVE_CHUNKS, 99));
        });
        assertThat(assembly.open()).as("attempts kept").isZero();
    }

    @Test
    void shouldCutIntoMessagesFarBelowTheDefaultLimit() {
        List<Message> attempt = attempt(V7, 1);

        assertThat(attempt)
                .extracting(Message::key)
                .containsExactly("1.7/0000", "1.7/0001", "1.7/0002", "1.7/0003", "1.7/0004", "1.7");
        assertThat(attempt).allSatisfy(message -> assertThat(message.value()).hasSizeLessThan(300_000));
    }

    @Test
    void shouldStayOneMessageUpToTheSizeOfAChunk() {
        byte[] largest = content(SnapshotMessages.CHUNK_BYTES, 1);
        byte[] one = content(SnapshotMessages.CHUNK_BYTES + 1, 1);

        assertThat(messages.of(V7, largest)).singleElement().satisfies(message -> {
            assertThat(message.key()).isEqualTo("1.7");
            assertThat(message.value()).isEqualTo(largest);
        });
        assertThat(messages.of(V7, one)).hasSize(3);
    }

    // c0 c1 c2 c3 c4 E
    //                ^ only here
    @Test
    void shouldBeWholeAtTheEndMarkerAndNotBefore() {
        List<Message> attempt = attempt(V7, 1);

        assertThat(read(attempt.subList(0, 5))).isEmpty();
        assertThat(read(attempt.subList(5, 6)))
                .singleElement()
                .satisfies(whole -> assertThat(whole.encoded()).isEqualTo(content(FIVE_CHUNKS, 1)));
        shouldAdoptTheNextOne();
    }

    // c0 c1 c2        the learner was killed here
    @Test
    void shouldIgnoreChunksWithoutTheirEndMarker() {
        assertThat(read(attempt(V7, 1).subList(0, 3))).isEmpty();
        shouldAdoptTheNextOne();
    }

    // c0 c1 .. c3 c4 E, and the missing one behind the marker
    @Test
    void shouldIgnoreAnEndMarkerWhenAnyChunkIsMissing() {
        for (int missing = 0; missing < 5; missing++) {
            List<Message> torn = attempt(V7, missing);
            Message late = torn.remove(missing);
            torn.add(late);
            assertThat(read(torn)).as("without chunk %s", missing).isEmpty();
        }
        assertThat(read(attempt(V7, 1).subList(5, 6))).as("a marker alone").isEmpty();
        shouldAdoptTheNextOne();
    }

    // a0 a1 | b0 b1 b2 b3 b4 B        the same version again after an aborted attempt, whose chunks b overwrote or not
    @Test
    void shouldNotMixChunksOfAnotherAttemptUnderTheSameVersion() {
        List<Message> log = new ArrayList<>(attempt(V7, 1).subList(0, 2));
        List<Message> second = attempt(V7, 2);
        log.addAll(second.subList(1, 6));
        assertThat(read(log))
                .as("c0 of the first attempt does not stand in for the second's")
                .isEmpty();

        List<Message> again = new ArrayList<>(attempt(V7, 1).subList(0, 2));
        again.addAll(second);
        assertThat(read(again))
                .singleElement()
                .satisfies(whole -> assertThat(whole.encoded()).isEqualTo(content(FIVE_CHUNKS, 2)));
        shouldAdoptTheNextOne();
    }

    // a0 a1 .. a4 | b0 b1 B        a longer attempt was aborted, so its last chunks are never written over
    @Test
    void shouldNotCountWhatALongerAttemptUnderTheSameVersionLeftBehind() {
        byte[] shorter = content(SnapshotMessages.CHUNK_BYTES + 1, 2);
        List<Message> log = new ArrayList<>(attempt(V7, 1).subList(0, 5));
        log.addAll(messages.of(V7, shorter));
        assertThat(read(log))
                .singleElement()
                .satisfies(whole -> assertThat(whole.encoded()).isEqualTo(shorter));
        shouldAdoptTheNextOne();
    }

    // a0 b0 a1 b1 a2 b2 ... B A
    @Test
    void shouldTakeBothWhenTwoAttemptsInterleave() {
        List<Message> a = attempt(V7, 1);
        List<Message> b = attempt(V8, 2);
        List<Message> log = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            log.add(a.get(i));
            log.add(b.get(i));
        }
        log.add(a.get(5));
        log.add(b.get(5));
        assertThat(read(log)).extracting(SnapshotAssembly.Whole::version).containsExactly(V7, V8);
        assertThat(assembly.open()).isZero();
    }

    @Test
    void shouldTakeChunksInAnyOrderAndTwice() {
        List<Message> attempt = attempt(V7, 1);
        Message end = attempt.remove(5);
        Collections.shuffle(attempt, new Random(3));
        attempt.add(attempt.get(0));
        attempt.add(end);
        assertThat(read(attempt))
                .singleElement()
                .satisfies(whole -> assertThat(whole.encoded()).isEqualTo(content(FIVE_CHUNKS, 1)));
    }

    @Test
    void shouldIgnoreChunksWhoseContentIsNotWhatTheDigestSays() {
        List<Message> attempt = attempt(V7, 1);
        byte[] flipped = attempt.get(2).value().clone();
        flipped[flipped.length - 1] ^= 1;
        attempt.set(2, new Message(attempt.get(2).key(), flipped));
        assertThat(read(attempt)).isEmpty();
        shouldAdoptTheNextOne();
    }

    @Test
    void shouldIgnoreMarkersAndChunksThatCannotBeOurs() {
        ControlCodec<SnapshotEnd> ends = new ControlCodec<>(SnapshotEnd.class);
        ControlCodec<SnapshotChunk> chunks = new ControlCodec<>(SnapshotChunk.class);
        ByteBuffer piece = ByteBuffer.wrap(new byte[] {1});
        String digest = SnapshotAssembly.digest(List.of(new byte[] {1}));
        List<byte[]> foreign = List.of(
                chunks.encode(new SnapshotChunk(0, 7L, digest, 0, piece)),
                chunks.encode(new SnapshotChunk(1, 7L, digest, -1, piece)),
                chunks.encode(new SnapshotChunk(1, 7L, digest, SnapshotMessages.MAX_CHUNKS, piece)),
                chunks.encode(new SnapshotChunk(1, 7L, digest, 0, piece)),
                ends.encode(new SnapshotEnd(0, 7L, digest, 1, 1L)),
                ends.encode(new SnapshotEnd(1, 7L, digest, 1, 1L << 40)),
                chunks.encode(new SnapshotChunk(1, 7L, digest, 0, piece)),
                ends.encode(new SnapshotEnd(1, 7L, digest, 0, 0L)),
                chunks.encode(new SnapshotChunk(1, 7L, digest, 0, piece)),
                ends.encode(new SnapshotEnd(1, 7L, digest, -1, -1L)),
                new byte[] {1, 2, 3},
                new byte[0]);
        for (byte[] value : foreign) {
            assertThat(assembly.take("1.7", value)).isNull();
        }
        assertThat(assembly.take("1.7", null)).as("deleted").isNull();
        shouldAdoptTheNextOne();
    }

    @Test
    void shouldKeepOnlyAFewAttemptsOpenWhenTheTopicIsFullOfLeftovers() {
        for (int sequence = 100; sequence < 120; sequence++) {
            read(attempt(SnapshotVersion.parse("1." + sequence), sequence).subList(0, 4));
            assertThat(assembly.open()).isLessThanOrEqualTo(SnapshotAssembly.OPEN);
        }
        assertThat(read(attempt(SnapshotVersion.parse("1.120"), 5))).hasSize(1);
        assertThat(assembly.open()).isZero();
    }
}
