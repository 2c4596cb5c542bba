package dev.sluice.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. A fault that may pass (a broker that is away, a fenced producer) is answered with
 * a new thread, which takes up at the last commit. Anything else would repeat, so this instance stops and says why.
 */
final class FaultHandler implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FaultHandler.class);
    private static final int MOST_RESTARTS = 20;
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final ArrayDeque<Long> restarts = new ArrayDeque<>();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();

    @Override
    public StreamThreadExceptionResponse handle(Throwable fault) {
        if (mayPass(fault) && calmEnough()) {
            LOG.warn("a stream thread stopped and is replaced: {}", KafkaFaults.sentence(fault));
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        fatal.compareAndSet(null, fault);
        LOG.error("this instance stops: {}", KafkaFaults.sentence(fault), fault);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** What stopped the instance for good, or null. */
    Throwable fatal() {
        return fatal.get();
    }

    // Counted over a while, not for ever: a service that runs for months sees many faults that pass.
    private synchronized boolean calmEnough() {
        long now = System.nanoTime();
        while (!restarts.isEmpty() && now - restarts.peek() > WITHIN.toNanos()) {
            restarts.poll();
        }
        restarts.add(now);
        return restarts.size() <= MOST_RESTARTS;
    }

    private static boolean mayPass(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException) {
                return false;
            }
            if (cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
