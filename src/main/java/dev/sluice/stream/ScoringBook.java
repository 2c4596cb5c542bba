package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which samples of a partition are on their way to the scorer and back. The store {@code scoring} is changelogged, so a
 * crash neither forgets a sample nor has one scored twice: key the id in UTF-8, value a version byte, the {@link Stage} in
 * a byte, and the sample's event time in 8.
 */
final class ScoringBook {

    /** How far a sample has come. The ordinal is stored. */
    enum Stage {
        /** It waits for its turn, or is being scored. */
        WANTED,
        /** Its logits are written to the topic and have not come back yet. */
        WRITTEN
    }

    private static final byte VERSION = 1;

    private record Known(Stage stage, long time) {}

    private final KeyValueStore<byte[], byte[]> store;
    private final Map<String, Known> known = new HashMap<>();
    private final TreeMap<Long, Integer> times = new TreeMap<>();

    ScoringBook(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** Reads the store; answers the ids that are still to be scored, in the order of their times, then of their ids. */
    List<String> restore() {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                remember(new String(next.key, StandardCharsets.UTF_8), decode(next.value));
            }
        }
        List<String> wanted = new ArrayList<>(known.keySet());
        wanted.removeIf(id -> known.get(id).stage() != Stage.WANTED);
        wanted.sort((a, b) -> {
            int order = Long.compare(known.get(a).time(), known.get(b).time());
            return order != 0 ? order : a.compareTo(b);
        });
        return wanted;
    }

    List<String> ids() {
        return List.copyOf(known.keySet());
    }

    void put(String id, Stage stage, long time) {
        remove(id);
        Known now = new Known(stage, time);
        remember(id, now);
        store.put(id.getBytes(StandardCharsets.UTF_8), encode(now));
    }

    void remove(String id) {
        Known was = known.remove(id);
        if (was != null) {
            times.merge(was.time(), -1, (a, b) -> a + b == 0 ? null : a + b);
            store.delete(id.getBytes(StandardCharsets.UTF_8));
        }
    }

    boolean wants(String id) {
        Known found = known.get(id);
        return found != null && found.stage() == Stage.WANTED;
    }

    boolean contains(String id) {
        return known.containsKey(id);
    }

    /** Event time of the oldest sample that is under way; {@code Long.MAX_VALUE} when there is none. */
    long oldest() {
        return times.isEmpty() ? Long.MAX_VALUE : times.firstKey();
    }

    private void remember(String id, Known now) {
        known.put(id, now);
        times.merge(now.time(), 1, Integer::sum);
    }

    private static byte[] encode(Known now) {
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put(VERSION)
                .put((byte) now.stage().ordinal())
                .putLong(now.time())
                .array();
    }

    private static Known decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException("store 'scoring' holds format " + version + ", this Sluice reads " + VERSION
                    + ": run the version that wrote it, or reset the pipeline");
        }
        return new Known(Stage.values()[in.get()], in.getLong());
    }
}
