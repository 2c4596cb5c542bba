package dev.sluice.stream;

import dev.sluice.noise.Snapshot;
import dev.sluice.spec.Connection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a bounded run exactly once: rows, and how far the run has come, in transactions of one id.
 *
 * <p>How far it has come are offsets of a consumer group with the run's name, so the broker keeps them, tools show them, and a
 * transaction holds rows and offsets or neither. Who opens the id again ends the transaction that a killed run left open
 * and shuts out a run that is still alive: it cannot commit any more. For one thread.
 */
public final class ReplayProducer implements AutoCloseable {

    private static final int MOST_ROWS = 2_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final int WITHIN_MILLIS = 60_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ConsumerGroupMetadata group;
    private final String what;
    private final SnapshotMessages snapshots = new SnapshotMessages();
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private boolean open;
    private int rows;
    private long bytes;

    /**
     * Takes over the id.
     *
     * @param id of the transactions, and name of the group
     * @param what this is, for messages: such as "replay into v2"
     * @throws KafkaUnavailableException when Kafka does not let us
     */
    public ReplayProducer(Connection connection, String id, String what) {
        this.what = what;
        this.group = new ConsumerGroupMetadata(id);
        Properties settings = connection.kafka();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WITHIN_MILLIS);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, WITHIN_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, StreamsSettings.MAX_REQUEST_BYTES);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (RuntimeException failed) {
            producer.close();
            throw failure(failed);
        }
    }

    /** Sends a row that came from a place; once it is committed, that place counts as done. */
    public void send(ProducerRecord<byte[], byte[]> row, TopicPartition from, long offset) {
        positions.put(from, new OffsetAndMetadata(offset + 1));
        sendRow(row);
    }

    /** Sends a row, and ends the transaction where it is large enough. */
    public void sendRow(ProducerRecord<byte[], byte[]> row) {
        send(row);
        if (++rows >= MOST_ROWS || bytes >= MOST_BYTES) {
            commit();
        }
    }

    /** Sends a snapshot, whole, in this transaction. */
    public void send(String topic, Snapshot snapshot) {
        snapshots
                .of(snapshot)
                .forEach(message -> send(new ProducerRecord<>(
                        topic, 0, message.key().getBytes(StandardCharsets.UTF_8), message.value())));
    }

    /** Sends a record of the run itself. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        try {
            if (!open) {
                producer.beginTransaction();
                open = true;
            }
            producer.send(record);
            bytes += record.value() == null ? 0 : record.value().length;
        } catch (KafkaException failed) {
            throw failure(failed);
        }
    }

    /** Ends the transaction: all that was sent is there now, and how far the run has come. */
    public void commit() {
        if (!open) {
            return;
        }
        try {
            if (!positions.isEmpty()) {
                producer.sendOffsetsToTransaction(positions, group);
            }
            producer.commitTransaction();
        } catch (KafkaException failed) {
            throw failure(failed);
        }
        positions.clear();
        open = false;
        rows = 0;
        bytes = 0;
    }

    private KafkaUnavailableException failure(RuntimeException cause) {
        for (Throwable link = cause; link != null; link = link.getCause()) {
            if (link instanceof ProducerFencedException || link instanceof InvalidProducerEpochException) {
                return new KafkaUnavailableException(
                        what + ": another process has taken over; this one stops, and nothing was written twice",
                        cause);
            }
        }
        return new KafkaUnavailableException(
                what + ": writing failed: " + KafkaFaults.sentence(cause)
                        + ". Run the same command again: it goes on where the last commit was",
                cause);
    }

    @Override
    public void close() {
        producer.close();
    }
}
