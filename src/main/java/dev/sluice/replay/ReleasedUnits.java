package dev.sluice.replay;

import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import dev.sluice.stream.SettledTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What was released from quarantine so far: the clean topic itself says so. */
final class ReleasedUnits {

    private final Set<UnitOfAccount> units = new HashSet<>();

    private ReleasedUnits() {}

    /** Reads the whole topic, all that is written to it by now. */
    static ReleasedUnits read(ReplayInputs inputs) {
        ReleasedUnits released = new ReleasedUnits();
        SettledTopic.await(inputs.connection(), inputs.spec().cleanTopic());
        DecidedRowDecoder decoder = new DecidedRowDecoder(inputs.registry());
        try (BoundedReader reader = new BoundedReader(inputs.connection())) {
            List<TopicPartition> partitions = reader.partitions(inputs.spec().cleanTopic());
            Map<TopicPartition, Long> begins = reader.begins(partitions);
            Map<TopicPartition, Slice> all = new HashMap<>();
            reader.ends(partitions)
                    .forEach((partition, end) -> all.put(partition, new Slice(begins.get(partition), end)));
            reader.read(all, record -> {
                // Rows of the service have no headers of ours: most need not be decoded.
                if (record.headers().lastHeader(Release.TIME) != null) {
                    DecidedRow row = decoder.decode(record);
                    if (row.release()) {
                        released.units.add(UnitOfAccount.of(row.decision()));
                    }
                }
            });
        }
        return released;
    }

    boolean contains(UnitOfAccount unit) {
        return units.contains(unit);
    }
}
