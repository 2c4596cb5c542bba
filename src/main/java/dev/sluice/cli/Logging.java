package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** How loud the log is. Where it goes and how it looks is in {@code logback.xml}. */
final class Logging {

    private Logging() {}

    /** Raises the log for {@code --debug}: ours to DEBUG, Kafka's to INFO. */
    static void start(boolean debug) {
        if (debug) {
            level("dev.sluice", Level.DEBUG);
            level("org.apache.kafka", Level.INFO);
            level("kafka", Level.INFO);
            level("org.apache.kafka.clients.NetworkClient", Level.INFO);
        }
    }

    /** A long-running command wants to hear of brokers that went away, a short one says it in its own words. */
    static void hearOfLostBrokers() {
        level("org.apache.kafka.clients.NetworkClient", Level.WARN);
    }

    /**
     * Broker and clients in one process talk of retries that are part of a start and mean nothing to a newcomer; what
     * does not come right is told by the command itself.
     */
    static void withoutKafka(boolean debug) {
        if (!debug) {
            level("org.apache.kafka", Level.OFF);
            level("kafka", Level.OFF);
            level("state.change.logger", Level.OFF);
            level("LogFutureTimestampLogger", Level.OFF);
        }
    }

    private static void level(String logger, Level level) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            context.getLogger(logger).setLevel(level);
        }
    }
}
