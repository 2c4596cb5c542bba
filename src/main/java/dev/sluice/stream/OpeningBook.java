package dev.sluice.stream;

import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The snapshots that opened generations, as the learner met them in the topic of tallies. One that carries imported
 * knowledge may come in chunks, and serves for as long as its generation is cold; so its messages are kept in the learner's
 * store as they came, and put together again after a restart.
 */
final class OpeningBook {

    private static final String KEPT = "opening/";

    private final KeyValueStore<byte[], byte[]> store;
    private Snapshot newest;

    OpeningBook(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** Takes up what the store holds of a generation. */
    void restore(int generation) {
        newest = read(generation);
    }

    /**
     * Takes one message of an opening.
     *
     * @return the snapshot that it completes, or null
     */
    Snapshot take(String key, byte[] value) {
        if (value == null) {
            return null;
        }
        store.put(bytes(KEPT + key), value);
        return Generation.openKey(Generation.opened(key)).equals(key) ? read(Generation.opened(key)) : null;
    }

    /** A generation is open: the openings of all others are forgotten. */
    void open(int generation) {
        List<byte[]> gone = new ArrayList<>();
        for (KeyValue<String, byte[]> kept : scan(KEPT)) {
            if (Generation.opened(kept.key.substring(KEPT.length())) != generation) {
                gone.add(bytes(kept.key));
            }
        }
        gone.forEach(store::delete);
        newest = read(generation);
    }

    /** What opened the generation, null when that has not been met, or is not there as it was with the first one. */
    Snapshot inForce() {
        return newest;
    }

    private Snapshot read(int generation) {
        SnapshotAssembly assembly = new SnapshotAssembly();
        SnapshotCandidates reader = new SnapshotCandidates();
        String version = ControlKeys.snapshot(new SnapshotVersion(generation, Generation.OPENING));
        String marker = KEPT + Generation.openKey(generation);
        for (KeyValue<String, byte[]> chunk : scan(marker + "/")) {
            assembly.take(version, chunk.value);
        }
        byte[] last = store.get(bytes(marker));
        SnapshotAssembly.Whole whole = last == null ? null : assembly.take(version, last);
        SnapshotCandidates.Read read = whole == null ? null : reader.read(whole);
        return read == null ? null : read.snapshot();
    }

    private List<KeyValue<String, byte[]>> scan(String prefix) {
        List<KeyValue<String, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<byte[], byte[]> all = store.prefixScan(bytes(prefix), new ByteArraySerializer())) {
            all.forEachRemaining(
                    next -> found.add(KeyValue.pair(new String(next.key, StandardCharsets.UTF_8), next.value)));
        }
        return found;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
