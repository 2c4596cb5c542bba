package dev.sluice.cli;

import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.SnapshotHistory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds snapshots of a pipeline by what a person calls them: a version such as 1.22, or {@code latest}. */
final class SnapshotLookup {

    private static final String LATEST = "latest";

    private final Connection connection;
    private final PipelineSpec spec;

    SnapshotLookup(Connection connection, PipelineSpec spec) {
        this.connection = connection;
        this.spec = spec;
    }

    /** A snapshot, and when it was published. */
    record Found(Snapshot snapshot, long time) {}

    /** Every snapshot of the topic, oldest first. */
    void forEach(Consumer<SnapshotHistory.Kept> each) {
        try (SnapshotHistory history = new SnapshotHistory(connection, spec)) {
            if (!history.exists()) {
                throw new CommandFailure("topic " + spec.snapshotsTopic()
                        + " does not exist: create the pipeline's topics with `sluice topics create`");
            }
            history.forEach(each);
        }
    }

    /**
     * The snapshots of these names, in their order.
     *
     * @throws Misuse when a name is no version
     * @throws CommandFailure when there is no such snapshot
     */
    List<Found> find(List<String> names) {
        for (String name : names) {
            if (!name.equals(LATEST)) {
                version(name);
            }
        }
        Map<String, Found> found = new HashMap<>();
        Newest newest = new Newest();
        forEach(kept -> {
            String version = kept.version().toString();
            if (names.contains(version)) {
                kept.snapshot().ifPresent(snapshot -> found.put(version, new Found(snapshot, kept.time())));
            }
            if (names.contains(LATEST)) {
                newest.offer(kept);
            }
        });
        found.put(LATEST, newest.best);
        return names.stream()
                .map(name -> {
                    Found one = found.get(name);
                    if (one == null) {
                        throw new CommandFailure(
                                name.equals(LATEST)
                                        ? spec.snapshotsTopic() + ": nothing was learnt yet"
                                        : "snapshot " + name + " is not in " + spec.snapshotsTopic()
                                                + ": `sluice snapshots list` prints those that are");
                    }
                    return one;
                })
                .toList();
    }

    /** The newest snapshot that had been published at a time. */
    Found asOf(long millis, String shown) {
        Newest newest = new Newest();
        long[] first = {Long.MAX_VALUE};
        forEach(kept -> {
            first[0] = Math.min(first[0], kept.time());
            if (kept.time() <= millis) {
                newest.offer(kept);
            }
        });
        if (newest.best == null) {
            throw new CommandFailure(
                    first[0] == Long.MAX_VALUE
                            ? spec.snapshotsTopic() + ": nothing was learnt yet"
                            : "at " + shown + " nothing was learnt yet: the first snapshot is of "
                                    + SnapshotText.time(first[0]));
        }
        return newest.best;
    }

    private static SnapshotVersion version(String name) {
        try {
            return SnapshotVersion.parse(name);
        } catch (IllegalArgumentException wrong) {
            throw new Misuse("'" + name + "' is not a snapshot version such as 1.17, nor `latest`");
        }
    }

    /** Of two of one version the first counts. Decodes only what may be the answer. */
    private static final class Newest {
        private Found best;

        void offer(SnapshotHistory.Kept kept) {
            if (best == null
                    || Comparator.<SnapshotVersion>naturalOrder()
                                    .compare(kept.version(), best.snapshot().version())
                            > 0) {
                kept.snapshot().ifPresent(snapshot -> best = new Found(snapshot, kept.time()));
            }
        }
    }
}
