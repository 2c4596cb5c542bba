package dev.sluice.replay;

import dev.sluice.avro.Registry;
import dev.sluice.spec.Connection;
import dev.sluice.stream.BoundedReader.Slice;
import dev.sluice.stream.KafkaUnavailableException;
import dev.sluice.stream.SlicedConsumer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows of several topics in one order that depends on nothing but the rows: within a partition that of their judging, across
 * partitions by event time. Which of them the broker hands out first makes no difference, so two runs see the same.
 *
 * <p>The next row is known when every partition that is not at its end has one to offer; those that have plenty are paused
 * meanwhile. In memory are a few hundred rows a partition. For one thread.
 */
final class OrderedRows implements AutoCloseable {

    private static final int PLENTY = 500;
    private static final long PLENTY_BYTES = 4L << 20;

    private final SlicedConsumer consumer;
    private final DecidedRowDecoder decoder;
    private final Range range;
    private final Map<TopicPartition, Queue> queues = new HashMap<>();
    /** Of each partition the queues of its topics. */
    private final SortedMap<Integer, List<Queue>> byPartition = new TreeMap<>();

    private long taken;
    private long released;

    private static final class Queue {
        private final Deque<DecidedRow> rows = new ArrayDeque<>();
        private long bytes;
        private boolean ended;

        boolean starves() {
            return rows.isEmpty() && !ended;
        }

        boolean plenty() {
            return rows.size() >= PLENTY || bytes >= PLENTY_BYTES;
        }
    }

    OrderedRows(Connection connection, Registry registry, Map<TopicPartition, Slice> slices, Range range) {
        this.range = range;
        this.decoder = new DecidedRowDecoder(registry);
        slices.keySet().forEach(partition -> {
            Queue queue = new Queue();
            queues.put(partition, queue);
            byPartition
                    .computeIfAbsent(partition.partition(), first -> new ArrayList<>())
                    .add(queue);
        });
        consumer = new SlicedConsumer(connection, slices);
    }

    /** Offsets that were read. */
    long taken() {
        return taken;
    }

    /** Rows passed over since they are releases from quarantine. */
    long released() {
        return released;
    }

    /**
     * The next row of the range, null behind the last.
     *
     * @throws KafkaUnavailableException when nothing comes for a minute
     * @throws RangeException when a row cannot be read, or was deleted meanwhile
     */
    DecidedRow next() {
        while (anyStarves()) {
            consumer.poll(this::take, busy());
            consumer.ended().forEach(partition -> queues.get(partition).ended = true);
        }
        Queue best = null;
        for (List<Queue> partition : byPartition.values()) {
            Queue first = first(partition);
            if (first != null && (best == null || time(first) < time(best))) {
                best = first;
            }
        }
        if (best == null) {
            return null;
        }
        DecidedRow row = best.rows.poll();
        best.bytes -= row.record().serializedValueSize();
        return row;
    }

    private boolean anyStarves() {
        for (Queue queue : queues.values()) {
            if (queue.starves()) {
                return true;
            }
        }
        return false;
    }

    private Collection<TopicPartition> busy() {
        Set<TopicPartition> busy = new HashSet<>();
        queues.forEach((partition, queue) -> {
            if (queue.plenty()) {
                busy.add(partition);
            }
        });
        return busy;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        taken++;
        DecidedRow row = decoder.decode(record);
        if (row.release()) {
            released++;
        } else if (row.in(range)) {
            Queue queue = queues.get(row.place());
            queue.rows.add(row);
            queue.bytes += record.serializedValueSize();
        }
    }

    private static Queue first(List<Queue> partition) {
        Queue first = null;
        for (Queue queue : partition) {
            if (!queue.rows.isEmpty() && (first == null || sequence(queue) < sequence(first))) {
                first = queue;
            }
        }
        return first;
    }

    private static long sequence(Queue queue) {
        return queue.rows.peek().decision().getSequence();
    }

    private static long time(Queue queue) {
        return queue.rows.peek().record().timestamp();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
