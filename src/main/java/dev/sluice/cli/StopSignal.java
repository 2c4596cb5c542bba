package dev.sluice.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Waits for Ctrl-C or a polite kill, so that a service can put its things away and then end with its own exit code. (The
 * JVM by itself ends with 130 or 143 and stops everything at once; a shutdown hook cannot change the code.) A second
 * signal does end the process at once.
 */
final class StopSignal {

    private final CountDownLatch stop = new CountDownLatch(1);

    private StopSignal() {}

    /** Takes the signals over from now on. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        signal.take("INT");
        signal.take("TERM");
        return signal;
    }

    private void take(String name) {
        try {
            Signal.handle(new Signal(name), received -> {
                Signal.handle(received, SignalHandler.SIG_DFL);
                stop.countDown();
            });
        } catch (IllegalArgumentException reserved) {
            // With -Xrs the JVM leaves its signals to the system: then they end the process as they always do.
        }
    }

    /** Whether a signal came already. */
    boolean received() {
        return stop.getCount() == 0;
    }

    /** Returns when a signal came, or after the given time; answers whether one came. */
    boolean await(Duration atMost) throws InterruptedException {
        return stop.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when a signal came. */
    void await() throws InterruptedException {
        stop.await();
    }
}
