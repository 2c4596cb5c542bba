package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams settings of the two applications; a person's own settings win where they do not break a promise. */
final class StreamsSettings {

    /** A letter, a row or waiting evidence is an input and more, so it may pass the default of 1 MiB that the input fits. */
    static final int MAX_REQUEST_BYTES = 16 << 20;

    private static final int COMMIT_MILLIS = 100;
    private static final int SESSION_MILLIS = 10_000;
    // One bound for the caches of all stores and threads of an application.
    private static final long CACHE_BYTES = 32L << 20;
    // An instance that joins with an empty disk gets its partitions once it has caught up, which is looked at this
    // often, for so many tasks at once. Kafka's 10 minutes and 2 tasks leave it idle for long.
    private static final long PROBING_MILLIS = 60_000;
    private static final int WARMUPS = 16;

    private StreamsSettings() {}

    static Properties filter(PipelineSpec spec, Connection connection, Pipeline.Options options, RocksMemory memory) {
        Properties settings = common(spec.filterId(), connection, options);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.threads());
        if (memory != null) {
            settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemorySetter.class);
            settings.put(RocksMemory.CONFIG, memory);
        }
        return settings;
    }

    static Properties learner(PipelineSpec spec, Connection connection, Pipeline.Options options) {
        Properties settings = common(spec.learnerId(), connection, options);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        return settings;
    }

    private static Properties common(String applicationId, Connection connection, Pipeline.Options options) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        // A killed instance holds its partitions this long; Kafka's 45 s would be felt as an outage.
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        settings.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MILLIS);
        settings.put(StreamsConfig.MAX_WARMUP_REPLICAS_CONFIG, WARMUPS);
        // Repartition topics carry inputs with our headers around them, and brokers may have been told to stamp
        // records.
        settings.put(StreamsConfig.topicPrefix("max.message.bytes"), MAX_REQUEST_BYTES);
        settings.put(StreamsConfig.topicPrefix("message.timestamp.type"), "CreateTime");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, options.stateDir().toString());
        settings.putAll(connection.kafka());
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, options.protocol().toString());
        options.standbys().ifPresent(n -> settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, n));
        // Not a matter of taste: without these the ledger is a guess.
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return settings;
    }
}
