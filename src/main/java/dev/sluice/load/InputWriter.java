package dev.sluice.load;

import dev.sluice.avro.Logits;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.avro.Side;
import dev.sluice.spec.Connection;
import dev.sluice.stream.KafkaFaults;
import dev.sluice.stream.Tick;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records into the input topics: wire format, key = sample id, idempotent producer, the Java client's partitioner.
 * Sends are asynchronous; the first failure is thrown by a later call, at the latest by {@link #flush}. For one thread.
 */
public final class InputWriter implements AutoCloseable {

    private static final byte[] EMPTY = {};

    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final InputTopics topics;
    private final RecordEncoder<Sample> samples;
    private final RecordEncoder<Logits> logits;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * Registers the two input schemas, or looks them up, and opens the producer.
     *
     * @throws RegistryUnavailableException when the registry does not answer
     * @throws SchemaRefusedException when it does not take a schema
     */
    public InputWriter(Connection connection, Registry registry, InputTopics topics)
            throws RegistryUnavailableException, SchemaRefusedException {
        this(
                topics,
                encoder(registry, topics.samples(), Sample.class),
                encoder(registry, topics.logits(), Logits.class),
                new KafkaProducer<>(settings(connection)));
    }

    // A registry that is only slow or just starting is no reason to send a person away.
    private static <T extends SpecificRecord> RecordEncoder<T> encoder(Registry registry, String topic, Class<T> type)
            throws RegistryUnavailableException, SchemaRefusedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return RecordEncoder.forTopic(registry, topic, type);
            } catch (RegistryUnavailableException outage) {
                if (attempt == ATTEMPTS) {
                    throw outage;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
    }

    InputWriter(
            InputTopics topics,
            RecordEncoder<Sample> samples,
            RecordEncoder<Logits> logits,
            Producer<byte[], byte[]> producer) {
        this.topics = topics;
        this.samples = samples;
        this.logits = logits;
        this.producer = producer;
    }

    private static Properties settings(Connection connection) {
        Properties settings = new Properties();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        settings.putAll(connection.kafka());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /** The wire bytes of a sample. */
    public byte[] encode(Sample sample) {
        return samples.encode(sample);
    }

    /** The wire bytes of logits. */
    public byte[] encode(Logits row) {
        return logits.encode(row);
    }

    /** Sends a sample with its event time in ms. */
    public void send(Sample sample, long time) {
        send(Side.SAMPLE, null, time, utf8(sample.getSampleId()), encode(sample));
    }

    /** Sends logits with their event time in ms. */
    public void send(Logits row, long time) {
        send(Side.LOGITS, null, time, utf8(row.getSampleId()), encode(row));
    }

    /** Sends any bytes; without a partition the key decides. */
    public void send(Side side, Integer partition, long time, byte[] key, byte[] value) {
        send(new ProducerRecord<>(topics.of(side), partition, time, key, value));
    }

    /** Ends every partition of one topic: moves its event time to the given moment, in ms; answers how many there are. */
    public int tick(Side side, long time) {
        for (int partition = 0; partition < topics.partitions(side); partition++) {
            ProducerRecord<byte[], byte[]> tick = new ProducerRecord<>(topics.of(side), partition, null, null, EMPTY);
            tick.headers().add(Tick.HEADER, Tick.value(time));
            send(tick);
        }
        return topics.partitions(side);
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        throwFailure();
        producer.send(message, (where, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
    }

    /** Waits until all is stored. */
    public void flush() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new LoadFailure("writing to the input topics failed: " + KafkaFaults.sentence(failed), failed);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
