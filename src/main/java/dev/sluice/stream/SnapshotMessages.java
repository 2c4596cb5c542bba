package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.SnapshotChunk;
import dev.sluice.avro.SnapshotEnd;
import dev.sluice.avro.SnapshotRecords;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots as messages of the snapshots topic: one message where it is small, otherwise chunks and an end marker, each
 * well below what brokers and producers take by default. What is cut is the encoded snapshot, whatever is in it.
 *
 * <p>All messages of a snapshot must be sent within one call, so that they are in one transaction. That alone keeps
 * readers of committed records from torn snapshots; {@link SnapshotAssembly} does not rely on it. For one thread.
 */
final class SnapshotMessages {

    /** Largest message content: a quarter of the default limit of 1 MiB. */
    static final int CHUNK_BYTES = 256 << 10;

    /** More would not fit an array. */
    static final int MAX_CHUNKS = 4096;

    private final ControlCodec<dev.sluice.avro.Snapshot> snapshots = new ControlCodec<>(dev.sluice.avro.Snapshot.class);
    private final ControlCodec<SnapshotChunk> chunks = new ControlCodec<>(SnapshotChunk.class);
    private final ControlCodec<SnapshotEnd> ends = new ControlCodec<>(SnapshotEnd.class);

    /** One message. */
    record Message(String key, byte[] value) {}

    /** The messages of a snapshot, in the order in which they must be sent. */
    List<Message> of(Snapshot snapshot) {
        return of(snapshot.version(), snapshots.encode(SnapshotRecords.toAvro(snapshot)));
    }

    /** The messages of an encoded snapshot. */
    List<Message> of(SnapshotVersion version, byte[] encoded) {
        if (encoded.length <= CHUNK_BYTES) {
            return List.of(new Message(ControlKeys.snapshot(version), encoded));
        }
        int count = (encoded.length + CHUNK_BYTES - 1) / CHUNK_BYTES;
        if (count > MAX_CHUNKS) {
            throw new IllegalStateException("snapshot " + version + " has " + encoded.length + " bytes, at most "
                    + (long) MAX_CHUNKS * CHUNK_BYTES + " can be published: the confident joint has too many cells");
        }
        String digest = SnapshotAssembly.digest(List.of(encoded));
        List<Message> messages = new ArrayList<>(count + 1);
        for (int index = 0; index < count; index++) {
            int from = index * CHUNK_BYTES;
            ByteBuffer piece = ByteBuffer.wrap(encoded, from, Math.min(CHUNK_BYTES, encoded.length - from));
            messages.add(new Message(
                    ControlKeys.snapshotChunk(version, index),
                    chunks.encode(new SnapshotChunk(
                            version.generation(), version.sequence(), digest, index, piece.slice()))));
        }
        messages.add(new Message(
                ControlKeys.snapshot(version),
                ends.encode(new SnapshotEnd(
                        version.generation(), version.sequence(), digest, count, (long) encoded.length))));
        return messages;
    }
}
