package dev.sluice.stream;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Reads the snapshots topic into the feed, on every instance, and again whenever the global store is restored. The store
 * itself keeps only the version of the newest one, for those who ask from outside; the decoded snapshot is in the feed.
 */
final class SnapshotReader implements Processor<byte[], byte[], Void, Void> {

    private static final byte[] NEWEST = {'n'};

    private final SnapshotFeed feed;
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
        if (feed.take(new String(record.key(), StandardCharsets.UTF_8), record.value())) {
            store.put(NEWEST, record.key());
        }
    }
}
