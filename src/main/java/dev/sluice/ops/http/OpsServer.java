package dev.sluice.ops.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.ops.Archive;
import dev.sluice.ops.Health;
import dev.sluice.ops.Observed;
import dev.sluice.spec.Connection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves metrics, health, the API and the page of one instance; the JDK's own server, as a few answers for few people need no
 * more. Nothing that was read from a topic is logged.
 */
public final class OpsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
    private static final int THREADS = 4;
    private static final int BACKLOG = 50;
    private static final int LONGEST_LINE = 300;

    // How the JDK's server is told; it reads them once. A request that does not end, and a listener that does not read,
    // would else hold a thread for ever.
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "300",
            "sun.net.httpserver.maxReqHeaders", "50",
            "jdk.httpserver.maxConnections", "200");

    private final Observed watch;
    private final Access access;
    private final Api api;
    private final Events events;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS + Events.MOST, work -> {
        Thread thread = new Thread(work, "sluice-http");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What a person chose.
     *
     * @param address where to listen; port 0 takes any
     * @param token null only on the loopback address
     */
    public record Settings(InetSocketAddress address, String token) {

        public Settings {
            if (token == null && !Access.loopback(address)) {
                throw new IllegalArgumentException("--http " + address.getHostString() + ": an address that others can"
                        + " reach needs --http-token-file");
            }
        }
    }

    /**
     * Starts serving.
     *
     * @throws IOException when the address cannot be had
     */
    public OpsServer(Observed watch, Archive archive, Settings settings) throws IOException {
        this.watch = watch;
        this.access = new Access(settings.token());
        LIMITS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        server = HttpServer.create(settings.address(), BACKLOG);
        api = new Api(watch, archive);
        events = new Events(api::state);
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean open = path.startsWith("/health/") || Page.has(path);
            Optional<Access.Refusal> refusal = access.refuse(exchange, open);
            if (refusal.isPresent()) {
                Answer.text(refusal.get().status(), refusal.get().why() + "\n").send(exchange);
            } else if (path.equals("/api/events")) {
                events.serve(exchange);
            } else {
                answer(path, query(exchange.getRequestURI().getQuery())).send(exchange);
            }
        } catch (IOException gone) {
            LOG.debug("who asked is gone", gone);
        } catch (RuntimeException fault) {
            LOG.warn("a request could not be answered: {}", plain(fault.toString()));
        }
    }

    private Answer answer(String path, Map<String, String> query) throws IOException {
        try {
            if (Page.has(path)) {
                return Page.of(path);
            }
            return switch (path) {
                case "/metrics" ->
                    new Answer(
                            200,
                            "text/plain; version=0.0.4; charset=utf-8",
                            watch.metrics().getBytes(StandardCharsets.UTF_8));
                case "/health/live" -> health(watch.live());
                case "/health/ready" -> health(watch.ready());
                default ->
                    path.startsWith("/api/")
                            ? api.answer(path.substring("/api/".length()), query)
                            : Answer.text(404, "nothing here\n");
            };
        } catch (IllegalArgumentException wrong) {
            return Answer.text(400, wrong.getMessage() + "\n");
        } catch (Exception fault) {
            LOG.warn("{} cannot be answered: {}", plain(path), Connection.redact(plain(fault.toString())));
            return Answer.text(503, "this cannot be answered now, see the log\n");
        }
    }

    private static Answer health(Health health) throws IOException {
        return Answer.json(health.ok() ? 200 : 503, Map.of("ok", health.ok(), "parts", health.parts()));
    }

    // Who asks must not write lines of our log.
    private static String plain(String text) {
        String one = text.replaceAll("\\p{Cntrl}", "?");
        return one.length() > LONGEST_LINE ? one.substring(0, LONGEST_LINE) + ".." : one;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        if (text != null) {
            for (String part : text.split("&")) {
                int equals = part.indexOf('=');
                query.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
            }
        }
        return query;
    }

    @Override
    public void close() {
        events.close();
        server.stop(0);
        workers.shutdownNow();
    }
}
