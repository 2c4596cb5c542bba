package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.SnapshotRecords;
import dev.sluice.noise.Snapshot;
import java.util.Comparator;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of snapshots for the newest of them. A topic may hold thousands, of which one is wanted: so only the
 * newest few stay, as bytes, and are decoded when they are asked for. Not only the newest, since it may turn out not to
 * be a snapshot after all. For one thread.
 */
final class SnapshotCandidates {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotCandidates.class);

    /** How many may turn out bad before nothing is known. */
    private static final int KEPT = 3;

    private final ControlReader<dev.sluice.avro.Snapshot> control = new ControlReader<>(dev.sluice.avro.Snapshot.class);
    private final TreeSet<SnapshotAssembly.Whole> newest =
            new TreeSet<>(Comparator.comparing(SnapshotAssembly.Whole::version));

    /** A snapshot as record and decoded. */
    record Read(dev.sluice.avro.Snapshot record, Snapshot snapshot) {}

    /** Keeps it if it is one of the newest; of two of one version the first counts. */
    void offer(SnapshotAssembly.Whole whole) {
        newest.add(whole);
        if (newest.size() > KEPT) {
            newest.pollFirst();
        }
    }

    /** The newest that can be read, null when there is none; forgets all of them. */
    Read take() {
        Read read = null;
        while (read == null && !newest.isEmpty()) {
            read = read(newest.pollLast());
        }
        newest.clear();
        return read;
    }

    /** Decodes one and checks it; null, and said loudly, when it contradicts itself. */
    Read read(SnapshotAssembly.Whole whole) {
        dev.sluice.avro.Snapshot record = control.read(whole.encoded());
        if (record == null) {
            return null;
        }
        try {
            Snapshot snapshot = SnapshotRecords.fromAvro(record);
            if (snapshot.version().equals(whole.version())) {
                return new Read(record, snapshot);
            }
            LOG.error("snapshot {} says that it is {} and is ignored", whole.version(), snapshot.version());
        } catch (BadRecordException contradiction) {
            LOG.error("snapshot {} contradicts itself and is ignored: {}", whole.version(), contradiction.detail());
        }
        return null;
    }
}
