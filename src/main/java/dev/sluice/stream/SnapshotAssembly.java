package dev.sluice.stream;

import dev.sluice.avro.SnapshotChunk;
import dev.sluice.avro.SnapshotEnd;
import dev.sluice.noise.SnapshotVersion;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the messages of the snapshots topic together again, for whoever reads that topic.
 *
 * <p>What is kept: the chunks of attempts whose end marker has not come. An attempt is a version and a digest, so that
 * chunks which somebody else left behind under the same version never get into this one.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>A snapshot in chunks is whole only when its end marker has come, every chunk up to the marker's count is there,
 *       and size and digest of what they make are the marker's. Anything less changes nothing.
 *   <li>A marker closes its attempt, whole or not. A torn attempt therefore never stands in the way of the next one.
 *   <li>At most {@link #OPEN} attempts are open; the one that has waited longest gives way. Without that bound a topic
 *       full of leftovers would fill the memory of every reader.
 * </ol>
 *
 * <p>Compaction keeps this intact: within an attempt chunks come before their marker, all under keys of their own, and
 * when a version was attempted twice, the later marker is behind the later chunks.
 *
 * <p>Rejected: a header in front instead of a marker behind (a reader could not tell a torn snapshot from one that is still
 * coming), and leaving it to the transaction alone (a copied topic, or one written by other means, has none).
 */
final class SnapshotAssembly {

    /** Attempts that may be open at a time. One writer has one; the rest is for leftovers. */
    static final int OPEN = 4;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotAssembly.class);

    private final ControlReader<dev.sluice.avro.Snapshot> snapshots =
            new ControlReader<>(dev.sluice.avro.Snapshot.class);
    private final ControlReader<SnapshotChunk> chunks = new ControlReader<>(SnapshotChunk.class);
    private final ControlReader<SnapshotEnd> ends = new ControlReader<>(SnapshotEnd.class);
    private final LinkedHashMap<Attempt, TreeMap<Integer, byte[]>> open = new LinkedHashMap<>(16, .75f, true);

    private record Attempt(SnapshotVersion version, String digest) {}

    /** A snapshot that is there with all its bytes, not decoded yet. */
    record Whole(SnapshotVersion version, byte[] encoded) {}

    /**
     * Takes one record of the topic.
     *
     * @return the snapshot that it completes, or null when it completes none
     */
    Whole take(String key, byte[] value) {
        if (value == null) {
            return null;
        }
        if (chunks.recognises(value)) {
            SnapshotChunk chunk = chunks.read(value);
            if (chunk != null) {
                keep(chunk);
            }
            return null;
        }
        if (ends.recognises(value)) {
            SnapshotEnd end = ends.read(value);
            return end == null ? null : close(end);
        }
        SnapshotVersion version = ControlKeys.snapshotVersion(key);
        if (version == null || !snapshots.recognises(value)) {
            LOG.error("a record that is no snapshot of ours is ignored: key '{}', {} bytes", key, value.length);
            return null;
        }
        return new Whole(version, value);
    }

    private void keep(SnapshotChunk chunk) {
        Attempt attempt = attempt(chunk.getGeneration(), chunk.getSequence(), chunk.getDigest());
        if (attempt == null || chunk.getIndex() < 0 || chunk.getIndex() >= SnapshotMessages.MAX_CHUNKS) {
            LOG.error(
                    "a chunk that belongs to no snapshot is ignored: {}.{} index {}",
                    chunk.getGeneration(),
                    chunk.getSequence(),
                    chunk.getIndex());
            return;
        }
        ByteBuffer piece = chunk.getBytes();
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        open.computeIfAbsent(attempt, first -> new TreeMap<>()).put(chunk.getIndex(), bytes);
        if (open.size() > OPEN) {
            Iterator<Attempt> oldest = open.keySet().iterator();
            LOG.warn(
                    "snapshot {} never got its end marker and is ignored",
                    oldest.next().version());
            oldest.remove();
        }
    }

    private Whole close(SnapshotEnd end) {
        Attempt attempt = attempt(end.getGeneration(), end.getSequence(), end.getDigest());
        TreeMap<Integer, byte[]> pieces = attempt == null ? null : open.remove(attempt);
        String fault = fault(end, pieces);
        if (fault != null) {
            LOG.error("snapshot {}.{} is torn and is ignored: {}", end.getGeneration(), end.getSequence(), fault);
            return null;
        }
        ByteBuffer encoded = ByteBuffer.allocate((int) end.getSize());
        pieces.values().forEach(encoded::put);
        forget(attempt.version());
        return new Whole(attempt.version(), encoded.array());
    }

    private static String fault(SnapshotEnd end, TreeMap<Integer, byte[]> pieces) {
        if (pieces == null) {
            return "its end marker came without chunks";
        }
        // Distinct indices from 0, as many as the marker says, none beyond: then none is missing.
        if (pieces.size() != end.getChunks() || pieces.lastKey() != end.getChunks() - 1) {
            return pieces.size() + " of " + end.getChunks() + " chunks came";
        }
        long size = pieces.values().stream().mapToLong(piece -> piece.length).sum();
        if (size != end.getSize()) {
            return "its chunks have " + size + " bytes, its end marker says " + end.getSize();
        }
        return digest(pieces.values()).equals(end.getDigest()) ? null : "its chunks are not what its digest says";
    }

    // One writer, versions that only grow: what is still open at or below this version never gets its marker.
    private void forget(SnapshotVersion version) {
        for (Iterator<Map.Entry<Attempt, TreeMap<Integer, byte[]>>> all =
                        open.entrySet().iterator();
                all.hasNext(); ) {
            Attempt attempt = all.next().getKey();
            if (attempt.version().compareTo(version) <= 0) {
                LOG.warn("chunks of snapshot {} never got their end marker and are ignored", attempt.version());
                all.remove();
            }
        }
    }

    private static Attempt attempt(int generation, long sequence, String digest) {
        try {
            return new Attempt(new SnapshotVersion(generation, sequence), digest);
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    /** SHA-256 of the pieces in a row, in hexadecimal digits. */
    static String digest(Collection<byte[]> pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            pieces.forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** How many attempts are open, for tests. */
    int open() {
        return open.size();
    }
}
