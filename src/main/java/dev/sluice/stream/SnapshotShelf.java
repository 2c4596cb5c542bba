package dev.sluice.stream;

import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Snapshots of a pipeline by their versions, for those who judge again what was judged. The topic is read once, for where each
 * of them stands. As many as fit into {@link #LIMIT} stay in memory, encoded; others are fetched again when they are asked
 * for. For one thread.
 */
public final class SnapshotShelf implements AutoCloseable {

    private static final long LIMIT = 32L << 20;

    private final SnapshotHistory history;
    private final Map<SnapshotVersion, SnapshotHistory.Kept> inMemory = new HashMap<>();
    private final Map<SnapshotVersion, BoundedReader.Slice> places = new HashMap<>();
    private final long limit;
    private long bytes;

    public SnapshotShelf(Connection connection, PipelineSpec spec) {
        this(connection, spec, LIMIT);
    }

    /** @param limit encoded bytes that may stay in memory */
    public SnapshotShelf(Connection connection, PipelineSpec spec, long limit) {
        this.limit = limit;
        history = new SnapshotHistory(connection, spec);
        if (history.exists()) {
            history.forEach(this::put);
        }
    }

    private void put(SnapshotHistory.Kept kept) {
        if (bytes + kept.bytes() <= limit) {
            bytes += kept.bytes();
            inMemory.put(kept.version(), kept);
        } else {
            places.put(kept.version(), kept.slice());
        }
    }

    /** A snapshot; empty when it is not in the topic. */
    public Optional<SnapshotHistory.Kept> fetch(SnapshotVersion version) {
        if (inMemory.containsKey(version)) {
            return Optional.of(inMemory.get(version));
        }
        BoundedReader.Slice place = places.get(version);
        if (place == null) {
            return Optional.empty();
        }
        SnapshotHistory.Kept[] found = new SnapshotHistory.Kept[1];
        history.read(place, kept -> {
            if (kept.version().equals(version)) {
                found[0] = kept;
            }
        });
        return Optional.ofNullable(found[0]);
    }

    /** The newest snapshot; empty when the topic holds none. */
    public Optional<SnapshotVersion> newest() {
        return Stream.concat(inMemory.keySet().stream(), places.keySet().stream())
                .max(Comparator.naturalOrder());
    }

    @Override
    public void close() {
        history.close();
    }
}
