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
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<Object> state;
    private final Semaphore seats = new Semaphore(MOST);
    private final CountDownLatch over = new CountDownLatch(1);

    Events(Supplier<Object> state) {
        this.state = state;
    }

    /** Serves one listener until it or we leave. */
    void serve(HttpExchange exchange) throws IOException {
        if (!seats.tryAcquire()) {
            Answer.text(503, MOST + " listeners at most\n").send(exchange);
            return;
        }
        try {
            Answer.harden(exchange, "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            do {
                out.write(("event: state\ndata: " + JSON.writeValueAsString(state.get()) + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            } while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
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
