package dev.sluice.stream;

import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Snapshots of a pipeline by their versions, for those who judge again what was judged. Keeps where they stand in the topic,
 * which is read once, and not what they hold: all of them together would not fit. For one thread.
 */
public final class SnapshotShelf implements AutoCloseable {

    private final SnapshotHistory history;
    private final Map<SnapshotVersion, BoundedReader.Slice> places = new HashMap<>();

    public SnapshotShelf(Connection connection, PipelineSpec spec) {
        history = new SnapshotHistory(connection, spec);
        if (history.exists()) {
            history.forEach(kept -> places.put(kept.version(), kept.slice()));
        }
    }

    /** Fetches a snapshot from the topic; empty when it is not there. */
    public Optional<SnapshotHistory.Kept> fetch(SnapshotVersion version) {
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

    @Override
    public void close() {
        history.close();
    }
}
