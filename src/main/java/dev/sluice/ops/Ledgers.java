package dev.sluice.ops;

import dev.sluice.replay.TopicTail;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.StoredInputs;
import dev.sluice.stream.Stores;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The books of all partitions, whichever instance has them: read from the ledger's changelog, as far as it is committed, and
 * read on from there the next time. So every instance gives the same answer.
 */
public final class Ledgers implements AutoCloseable {

    private static final long FRESH_MILLIS = 1_000;

    private final Connection connection;
    private final String topic;
    private final Map<Integer, Map<ByteBuffer, byte[]>> cells = new HashMap<>();
    private final BooleanSupplier reachable;
    private TopicTail tail;
    private long readAt;

    /** @param reachable whether the broker answers; while it does not, the last answer is given again */
    public Ledgers(Connection connection, PipelineSpec spec, BooleanSupplier reachable) {
        this.reachable = reachable;
        this.connection = connection;
        this.topic = StoredInputs.changelog(spec.filterId(), Stores.LEDGER);
    }

    /** The books by partition, at most a second old. */
    public synchronized SortedMap<Integer, PartitionBooks> read() {
        long now = System.currentTimeMillis();
        if (now - readAt > FRESH_MILLIS && reachable.getAsBoolean()) {
            if (tail == null || !tail.exists()) {
                close();
                tail = new TopicTail(connection, topic);
            }
            tail.readOn(record -> cells.computeIfAbsent(record.partition(), first -> new HashMap<>())
                    .put(ByteBuffer.wrap(record.key()), record.value()));
            readAt = now;
        }
        SortedMap<Integer, PartitionBooks> books = new TreeMap<>();
        cells.forEach((partition, own) -> books.put(
                partition,
                PartitionBooks.read(each -> own.forEach((key, value) -> {
                    if (value != null) {
                        each.accept(key.array(), value);
                    }
                }))));
        return books;
    }

    @Override
    public synchronized void close() {
        if (tail != null) {
            tail.close();
            tail = null;
        }
    }
}
