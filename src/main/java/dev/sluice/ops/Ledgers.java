package dev.sluice.ops;

import dev.sluice.replay.TopicTail;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.StoredInputs;
import dev.sluice.stream.Stores;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The books of all partitions, whichever instance has them: read from the ledger's changelog, as far as it is committed, and
 * read on from there the next time. So every instance gives the same answer, and numbers never go back: what a store holds
 * beyond the last commit is taken back by a crash, which Prometheus would take for a counter that began anew.
 *
 * <p>{@link #readOn} asks Kafka and may wait for it; {@link #books} never does.
 */
public final class Ledgers implements AutoCloseable {

    private final Connection connection;
    private final String topic;
    private final Map<Integer, Map<ByteBuffer, byte[]>> cells = new HashMap<>();
    private TopicTail tail;
    private volatile SortedMap<Integer, PartitionBooks> books = Collections.emptySortedMap();

    public Ledgers(Connection connection, PipelineSpec spec) {
        this.connection = connection;
        this.topic = StoredInputs.changelog(spec.filterId(), Stores.LEDGER);
    }

    /** The books by partition, as they were last read. */
    public SortedMap<Integer, PartitionBooks> books() {
        return books;
    }

    /** Reads what was committed since the last time. For one thread. */
    public synchronized void readOn() {
        if (tail == null || !tail.exists()) {
            close();
            tail = new TopicTail(connection, topic);
        }
        boolean[] news = {false};
        tail.readOn(record -> {
            cells.computeIfAbsent(record.partition(), first -> new HashMap<>())
                    .put(ByteBuffer.wrap(record.key()), record.value());
            news[0] = true;
        });
        if (!news[0]) {
            return;
        }
        SortedMap<Integer, PartitionBooks> now = new TreeMap<>();
        cells.forEach((partition, own) -> now.put(
                partition,
                PartitionBooks.read(each -> own.forEach((key, value) -> {
                    if (value != null) {
                        each.accept(key.array(), value);
                    }
                }))));
        books = Collections.unmodifiableSortedMap(now);
    }

    @Override
    public synchronized void close() {
        if (tail != null) {
            tail.close();
            tail = null;
        }
    }
}
