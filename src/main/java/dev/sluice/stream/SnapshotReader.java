package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.SnapshotRecords;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the snapshots topic into the feed, on every instance, and again whenever the global store is restored. The store
 * itself keeps only the version of the newest one, for those who ask from outside; the decoded snapshot is in the feed.
 */
final class SnapshotReader implements Processor<byte[], byte[], Void, Void> {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotReader.class);
    private static final byte[] NEWEST = {'n'};

    private final SnapshotFeed feed;
    private final ControlReader<dev.sluice.avro.Snapshot> control = new ControlReader<>(dev.sluice.avro.Snapshot.class);
    private KeyValueStore<byte[], byte[]> store;

    SnapshotReader(SnapshotFeed feed) {
        this.feed = feed;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Stores.SNAPSHOTS);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        dev.sluice.avro.Snapshot snapshot = record.value() == null ? null : control.read(record.value());
        if (snapshot == null) {
            return;
        }
        try {
            feed.offer(SnapshotRecords.fromAvro(snapshot));
            store.put(NEWEST, record.key());
        } catch (BadRecordException contradiction) {
            LOG.error(
                    "snapshot {}.{} contradicts itself and is ignored: {}",
                    snapshot.getGeneration(),
                    snapshot.getSequence(),
                    contradiction.detail());
        }
    }
}
