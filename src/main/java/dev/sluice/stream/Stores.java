package dev.sluice.stream;

import dev.sluice.spec.PairingSpec.StoreKind;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state of the filter, by name. All of it has a changelog; names are part of the format, since a renamed store is a
 * lost store. The changelogs of what waits take records as large as we may send, since evidence is a sample and its logits
 * in one; all others hold small cells and keep the broker's default.
 *
 * <p>What holds samples ({@link #ENTRIES}, {@link #PARKED}) is in memory or in RocksDB, as the pipeline says. The rest is
 * small, is kept decoded in memory anyway, and is rewritten with every record: it is always in memory.
 */
public final class Stores {

    /** What is known of each sample id: key the id in UTF-8, value an {@link Entry}. */
    public static final String ENTRIES = "entries";

    /** Raw records whose schema the registry could not be asked for: key side and offset. */
    public static final String PARKED = "parked";

    /** Cells of the tally, small enough to be rewritten for every sample. */
    public static final String TALLY = "tally";

    /** Rows of the learning sample, few of which ever change. */
    public static final String SAMPLE = "sample";

    /** One {@link Ledger} under {@link #LEDGER_KEY}. */
    public static final String LEDGER = "ledger";

    static final byte[] LEDGER_KEY = {'l'};

    /** Ids that are on their way to the scorer and back: key the id, value stage and event time. */
    static final String SCORING = "scoring";

    /** How far each partition of the inputs has come, where they are repartitioned. */
    static final String CLOCKS = "clocks";

    static final String SNAPSHOTS = "snapshots";
    static final String POLICIES = "policies";
    static final String LEARNER = "learner";

    private static final Map<String, String> LARGE =
            Map.of("max.message.bytes", Integer.toString(StreamsSettings.MAX_REQUEST_BYTES));

    private Stores() {}

    static StoreBuilder<KeyValueStore<String, byte[]>> entries(StoreKind kind) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        supplier(kind, ENTRIES), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(LARGE);
    }

    /**
     * Caching, since the same few cells are written for every record: the cache is flushed inside the transaction, so the
     * changelog sees one write a commit and nothing between two commits is lost.
     */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> cached(String name) {
        return bytes(supplier(StoreKind.MEMORY, name)).withCachingEnabled();
    }

    static StoreBuilder<KeyValueStore<byte[], byte[]>> parked(StoreKind kind) {
        return bytes(supplier(kind, PARKED)).withCachingDisabled().withLoggingEnabled(LARGE);
    }

    /** A global store: no changelog, the topic itself is one. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> global(String name) {
        return bytes(supplier(StoreKind.MEMORY, name)).withLoggingDisabled();
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> bytes(KeyValueBytesStoreSupplier supplier) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                supplier, Serdes.ByteArray(), Serdes.ByteArray());
    }

    private static KeyValueBytesStoreSupplier supplier(StoreKind kind, String name) {
        return kind == StoreKind.ROCKSDB
                ? org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name)
                : org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name);
    }
}
