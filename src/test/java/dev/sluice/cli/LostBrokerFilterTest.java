package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;

class LostBrokerFilterTest {

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Test
    void shouldLetOneWarningThroughOfManyAndEverythingElse() {
        Logger network = logger("org.apache.kafka.clients.NetworkClient");
        Logger other = logger("dev.sluice.Other");

        for (int i = 0; i < 3; i++) {
            network.warn("Connection to node {} could not be established.", i);
            other.warn("something else");
        }
        network.error("worse");

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Connection to node 0 could not be established.",
                        "something else",
                        "something else",
                        "something else",
                        "worse");
    }

    private Logger logger(String name) {
        if (context.getTurboFilterList().isEmpty()) {
            context.addTurboFilter(new LostBrokerFilter());
            log.start();
        }
        Logger logger = context.getLogger(name);
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        return logger;
    }
}
