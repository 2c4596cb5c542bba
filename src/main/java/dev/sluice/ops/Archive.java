package dev.sluice.ops;

import dev.sluice.noise.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be looked up in the topics. Each call reads Kafka and may take seconds. */
public interface Archive {

    /**
     * A snapshot that was the newest once.
     *
     * @param snapshot itself
     * @param time when it was published, ms since the epoch
     */
    record Past(Snapshot snapshot, long time) {}

    /** The newest snapshot at a moment, of the class list of now; empty when there was none. */
    Optional<Past> snapshotAt(long moment) throws Exception;

    /** The newest rows in quarantine, newest first. */
    List<Map<String, Object>> latest(int limit) throws Exception;

    /** Every policy, oldest first. */
    List<Map<String, Object>> policies() throws Exception;
}
