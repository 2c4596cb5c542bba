package dev.sluice.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * Gives every RocksDB store the one {@link RocksMemory} of its pipeline. Kafka Streams makes one of these a store, by the
 * name of the class, so what they share comes with the settings rather than from a static field.
 */
public final class RocksMemorySetter implements RocksDBConfigSetter {

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(RocksMemory.CONFIG) instanceof RocksMemory memory)) {
            throw new IllegalStateException("store " + storeName + " was opened without " + RocksMemory.CONFIG);
        }
        memory.share(options);
    }

    /** Nothing: what is shared is closed by its pipeline, after all stores. */
    @Override
    public void close(String storeName, Options options) {}
}
