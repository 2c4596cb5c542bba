package dev.sluice.avro;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server that answers what it was told to, healthy or not. */
final class StubRegistry implements AutoCloseable {

    private record Answer(int status, String body, String location) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Answer otherwise = new Answer(200, "{}", null);

    StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What every path answers that has no answer of its own. A status of 0 never answers. */
    StubRegistry answering(int status, String body) {
        otherwise = new Answer(status, body, null);
        return this;
    }

    StubRegistry answering(String path, int status, String body) {
        answers.put(path, new Answer(status, body, null));
        return this;
    }

    StubRegistry redirecting(int status, String location) {
        otherwise = new Answer(status, "", location);
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method and path of everything that was asked. */
    List<String> requests() {
        return requests;
    }

    /** Authorization headers that came. */
    List<String> credentials() {
        return credentials;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            credentials.add(authorization);
        }
        Answer answer = answers.getOrDefault(path, otherwise);
        try (exchange) {
            if (answer.status() == 0) {
                closing.await();
                return;
            }
            if (answer.location() != null) {
                exchange.getResponseHeaders().set("Location", answer.location() + path);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
