package dev.sluice.ops.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Server-sent events: the state, every two seconds, to a few listeners at once. */
final class Events implements AutoCloseable {

    /** Listeners at once. */
    static final int MOST = 8;

    private static final long EVERY_MILLIS = 2_000;

    /** After so many the listener is to come again: one who does not listen, and blocks us, is cut off by the server. */
    private static final int EVENTS = 120;

    private static final String TYPE = "text/event-stream";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<Object> state;
    private final Semaphore seats = new Semaphore(MOST);
    private final CountDownLatch over = new CountDownLatch(1);

    Events(Supplier<Object> state) {
        this.state = state;
    }

    /** Serves one listener until it or we leave. */
    void serve(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            new Answer(200, TYPE, new byte[0]).send(exchange);
            return;
        }
        if (!seats.tryAcquire()) {
            Answer.text(503, MOST + " listeners at most\n").send(exchange);
            return;
        }
        try {
            Answer.harden(exchange, TYPE);
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            int left = EVENTS;
            do {
                out.write(("event: state\ndata: " + JSON.writeValueAsString(state.get()) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            } while (--left > 0 && !over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            seats.release();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
