package dev.sluice.stream;

import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything that a pipeline ever learnt: the topic of snapshots, from its start to its end of the moment. One snapshot is
 * in memory at a time.
 */
public final class SnapshotHistory implements AutoCloseable {

    private final BoundedReader reader;
    private final TopicPartition partition;
    private final SnapshotCandidates candidates = new SnapshotCandidates();

    public SnapshotHistory(Connection connection, PipelineSpec spec) {
        reader = new BoundedReader(connection);
        partition = new TopicPartition(spec.snapshotsTopic(), 0);
    }

    /** Whether there is such a topic. */
    public boolean exists() {
        return !reader.partitions(partition.topic()).isEmpty();
    }

    /** A whole snapshot in the topic, not decoded yet. */
    public final class Kept {
        private final SnapshotAssembly.Whole whole;
        private final BoundedReader.Slice slice;
        private final long time;

        private Kept(SnapshotAssembly.Whole whole, BoundedReader.Slice slice, long time) {
            this.whole = whole;
            this.slice = slice;
            this.time = time;
        }

        public SnapshotVersion version() {
            return whole.version();
        }

        /** When it was published, ms since the epoch. */
        public long time() {
            return time;
        }

        /** Its encoded size. */
        public long bytes() {
            return whole.encoded().length;
        }

        /** Where it stands in the topic, chunks included. */
        BoundedReader.Slice slice() {
            return slice;
        }

        /** Decodes it; empty, and said in the log, when it contradicts itself. */
        public Optional<Snapshot> snapshot() {
            return Optional.ofNullable(candidates.read(whole)).map(SnapshotCandidates.Read::snapshot);
        }
    }

    /** Every whole snapshot in the order of the topic; of two of one version the first counts, as for the live instances. */
    public void forEach(Consumer<Kept> each) {
        Set<SnapshotVersion> seen = new HashSet<>();
        long begin = reader.begins(List.of(partition)).get(partition);
        long end = reader.ends(List.of(partition)).get(partition);
        read(new BoundedReader.Slice(begin, end), kept -> {
            if (seen.add(kept.version())) {
                each.accept(kept);
            }
        });
    }

    /** The snapshots that are whole within a part of the topic. */
    void read(BoundedReader.Slice slice, Consumer<Kept> each) {
        SnapshotAssembly assembly = new SnapshotAssembly();
        Map<String, Long> firstChunk = new HashMap<>();
        reader.read(Map.of(partition, slice), record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            int slash = key.indexOf('/');
            if (slash > 0) {
                firstChunk.putIfAbsent(key.substring(0, slash), record.offset());
            }
            SnapshotAssembly.Whole whole = assembly.take(key, record.value());
            if (whole != null) {
                long first = firstChunk.getOrDefault(key, record.offset());
                firstChunk.clear();
                each.accept(new Kept(whole, new BoundedReader.Slice(first, record.offset() + 1), record.timestamp()));
            }
        });
    }

    @Override
    public void close() {
        reader.close();
    }
}
