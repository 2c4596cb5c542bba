package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far event time has come in each partition of the inputs, as one partition behind the repartitioning sees it.
 *
 * <p>There, records of all input partitions are mixed, and how they are interleaved depends on who reads what first. So a
 * topic's time is the smallest of its partitions' times, and none before every partition has been heard of, by a record or
 * a tick: catching up on one partition must not expire what another still holds. The price: an input partition that
 * stays idle holds time in all of them, as an idle partition does without repartitioning in one.
 */
final class SourceClocks {

    private final KeyValueStore<byte[], byte[]> store;
    private final long[][] times = new long[Side.values().length][];

    /** @param sources partitions of each input, by side */
    SourceClocks(KeyValueStore<byte[], byte[]> store, int... sources) {
        this.store = store;
        for (Side side : Side.values()) {
            times[side.ordinal()] = new long[sources[side.ordinal()]];
            Arrays.fill(times[side.ordinal()], Ledger.NO_TIME);
        }
    }

    void restore() {
        try (KeyValueIterator<byte[], byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> next = all.next();
                ByteBuffer key = ByteBuffer.wrap(next.key);
                set(key.get(), key.getInt(), ByteBuffer.wrap(next.value).getLong());
            }
        }
    }

    /** A record or a tick of an input partition has come; answers the topic's time, {@link Ledger#NO_TIME} for none yet. */
    long advance(Side side, int source, long time) {
        int s = side.ordinal();
        if (source >= times[s].length || times[s][source] < time) {
            set(s, source, time);
            store.put(
                    ByteBuffer.allocate(1 + Integer.BYTES)
                            .put((byte) s)
                            .putInt(source)
                            .array(),
                    ByteBuffer.allocate(Long.BYTES).putLong(time).array());
        }
        long least = Long.MAX_VALUE;
        for (long of : times[s]) {
            least = Math.min(least, of);
        }
        return least;
    }

    // The input may have grown since the start.
    private void set(int side, int source, long time) {
        int before = times[side].length;
        if (source >= before) {
            times[side] = Arrays.copyOf(times[side], source + 1);
            Arrays.fill(times[side], before, source + 1, Ledger.NO_TIME);
        }
        times[side][source] = time;
    }
}
