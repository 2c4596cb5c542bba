package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Marker;

/**
 * Lets one warning of Kafka's network client through, and then none for a while. Each of a service's clients says about
 * once a second that a broker is away; one line in half a minute tells as much.
 */
public final class LostBrokerFilter extends TurboFilter {

    private static final String NETWORK = "org.apache.kafka.clients.NetworkClient";
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        boolean theirs = level == Level.WARN && logger.getName().equals(NETWORK);
        // Loggers ask without a format whether a level is on; only a line that is written counts.
        if (!theirs || format == null || !logger.getEffectiveLevel().equals(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        long now = System.nanoTime();
        long until = quietUntil.get();
        boolean first = now - until >= 0 && quietUntil.compareAndSet(until, now + PAUSE);
        return first ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
