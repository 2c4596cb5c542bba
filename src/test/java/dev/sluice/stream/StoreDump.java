package dev.sluice.stream;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What the stores of a running instance hold, byte for byte, and how far its standbys are behind. */
public final class StoreDump {

    private static final HexFormat HEX = HexFormat.of();

    // The marker that ends a transaction is an offset too, which no store has.
    private static final long MARKERS = 4;

    private StoreDump() {}

    /** Every entry of every changelogged store: key {@code store/partition/key in hexadecimal}. */
    public static Map<String, String> of(Pipeline instance, int partitions) {
        Map<String, String> dump = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            StoreDump.<String>copy(instance.filter(), Stores.ENTRIES, partition, dump);
            for (String name : new String[] {Stores.PARKED, Stores.TALLY, Stores.LEDGER}) {
                StoreDump.<byte[]>copy(instance.filter(), name, partition, dump);
            }
        }
        StoreDump.<byte[]>copy(instance.learner(), Stores.LEARNER, 0, dump);
        return dump;
    }

    private static <K> void copy(KafkaStreams streams, String name, int partition, Map<String, String> dump) {
        ReadOnlyKeyValueStore<K, byte[]> store =
                streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<K, byte[]>keyValueStore())
                        .withPartition(partition));
        try (KeyValueIterator<K, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<K, byte[]> next = all.next();
                byte[] key =
                        next.key instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) next.key;
                dump.put(name + "/" + partition + "/" + HEX.formatHex(key), HEX.formatHex(next.value));
            }
        }
    }

    /** Partitions whose entries this instance has at hand, as the active task or as a standby. */
    public static long caughtUp(Pipeline instance) {
        return lags(instance).values().stream()
                .filter(lag -> lag.offsetLag() <= MARKERS && lag.endOffsetPosition() > MARKERS)
                .count();
    }

    /** How far the entries of each partition that this instance has are behind. */
    public static Map<Integer, LagInfo> lags(Pipeline instance) {
        return instance.filter().allLocalStorePartitionLags().getOrDefault(Stores.ENTRIES, Map.of());
    }

    /** Partitions that this instance processes. */
    public static long active(Pipeline instance) {
        return instance.filter().metadataForLocalThreads().stream()
                .mapToLong(thread -> thread.activeTasks().size())
                .sum();
    }

    /** Native memory in use by RocksDB stores, bytes; 0 where there are none. */
    public static long nativeBytes(Pipeline instance) {
        return instance.memory() == null ? 0 : instance.memory().used();
    }
}
