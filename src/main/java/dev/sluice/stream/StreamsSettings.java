package dev.sluice.stream;

import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Path;
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
    private static final long CACHE_BYTES = 32L << 20;

    private StreamsSettings() {}

    static Properties filter(PipelineSpec spec, Connection connection, Path stateDir, int threads) {
        Properties settings = common(spec.filterId(), connection, stateDir);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        return settings;
    }

    static Properties learner(PipelineSpec spec, Connection connection, Path stateDir) {
        Properties settings = common(spec.learnerId(), connection, stateDir);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        return settings;
    }

    private static Properties common(String applicationId, Connection connection, Path stateDir) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), MAX_REQUEST_BYTES);
        // A killed instance holds its partitions this long; Kafka's 45 s would be felt as an outage.
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.putAll(connection.kafka());
        // Not a matter of taste: without these the ledger is a guess.
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return settings;
    }
}
