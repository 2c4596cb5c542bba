package dev.sluice;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry that can be told to go wrong, in every way that one goes wrong. It speaks HTTP by hand over a plain socket,
 * since no proper server can be made to send half an answer, or a byte a tenth of a second. While it is well it passes
 * requests on to a real registry, or answers from what it was given.
 */
public final class FaultyRegistry implements AutoCloseable {

    /** What it does with requests. */
    public enum Fault {
        /** Nothing wrong. */
        NONE(""),
        /** Nobody listens. */
        DOWN("connection refused"),
        /** It takes the request and never answers. */
        SILENT("no complete answer within"),
        /** The head of the answer comes a byte at a time, without end. */
        TRICKLING_HEAD("no complete answer within"),
        /** The body of the answer comes a byte at a time, without end. */
        TRICKLING_BODY("no complete answer within"),
        /** The body never ends, and comes as fast as it can be read. */
        ENDLESS_BODY("longer than"),
        /** The connection breaks in the middle of the answer. */
        BROKEN_OFF("EOF|closed|reset|fixed content-length"),
        /** Something that is not HTTP. */
        NOT_HTTP("status line|Invalid"),
        ERROR_500("HTTP 500"),
        UNAVAILABLE_503("HTTP 503"),
        TOO_MANY_429("HTTP 429"),
        UNAUTHORIZED_401("basic.auth.user.info"),
        FORBIDDEN_403("basic.auth.user.info"),
        /** A 404 of somebody else: a proxy, a wrong path. */
        NOT_FOUND_404("no registry at that path"),
        /** Another program's page. */
        PAGE("gave no answer"),
        EMPTY_BODY("gave no answer"),
        EMPTY_OBJECT("without a schema"),
        /** An answer in the right form whose schema is not even JSON. */
        RUBBISH_TEXT("not JSON"),
        REDIRECT_SAME_HOST("redirects elsewhere"),
        REDIRECT_OTHER_HOST("redirects elsewhere");

        private final String said;

        Fault(String said) {
            this.said = said;
        }

        /** A regular expression for what a person is told. */
        public String said() {
            return said;
        }
    }

    /** Answers in place of a real registry: JSON for a path, or null for 404. */
    public interface Contents {
        String get(String path);
    }

    private static final String TYPE = "Content-Type: application/vnd.schemaregistry.v1+json\r\n";

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "faulty-registry");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient forward = HttpClient.newHttpClient();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<Fault, AtomicInteger> hits = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final String upstream;
    private final Contents contents;
    private final int port;
    private volatile Fault fault = Fault.NONE;
    private volatile String faultsBelow = "/";
    private volatile long delayMillis;
    private volatile ServerSocket server;

    private FaultyRegistry(String upstream, Contents contents) throws IOException {
        this.upstream = upstream;
        this.contents = contents;
        listen(0);
        this.port = server.getLocalPort();
    }

    /** In front of a real one. */
    public static FaultyRegistry inFrontOf(String url) throws IOException {
        return new FaultyRegistry(url, null);
    }

    /** One that has what it is given. */
    public static FaultyRegistry holding(Contents contents) throws IOException {
        return new FaultyRegistry(null, contents);
    }

    /** The answer to a question for a schema id. */
    public static String schemaAnswer(String schema) {
        return new ObjectMapper().createObjectNode().put("schema", schema).toString();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** From now on every request meets this fault; connections that are open are broken off. */
    public void become(Fault next) throws IOException {
        fault = next;
        if (next == Fault.DOWN) {
            server.close();
        } else if (server.isClosed()) {
            listen(port);
        }
        for (Socket connection : open) {
            connection.close();
        }
    }

    /** Only requests below this path meet faults; all others are answered. */
    public void onlyBelow(String prefix) {
        faultsBelow = prefix;
    }

    /** From now on healthy answers take this long. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    /** How many requests met a fault. (When nobody listens, nobody counts.) */
    public int hits(Fault met) {
        return hits.getOrDefault(met, new AtomicInteger()).get();
    }

    /** Connections that a client has not given up. */
    public int connections() {
        return open.size();
    }

    private void listen(int where) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), where));
        server = listening;
        threads.execute(() -> {
            try {
                while (true) {
                    Socket connection = listening.accept();
                    threads.execute(() -> serve(connection));
                }
            } catch (IOException closed) {
                // No more.
            }
        });
    }

    private void serve(Socket connection) {
        open.add(connection);
        try (connection) {
            Request request = Request.read(connection.getInputStream());
            Fault met = request.path().startsWith(faultsBelow) ? fault : Fault.NONE;
            hits.computeIfAbsent(met, any -> new AtomicInteger()).incrementAndGet();
            OutputStream out = new BufferedOutputStream(connection.getOutputStream());
            if (met == Fault.NONE) {
                closing.await(delayMillis, TimeUnit.MILLISECONDS);
                answer(request, out);
            } else {
                misbehave(met, request, connection.getInputStream(), out);
            }
            out.flush();
        } catch (IOException | InterruptedException over) {
            // The client has had enough, or the test has.
        } finally {
            open.remove(connection);
        }
    }

    private void answer(Request request, OutputStream out) throws IOException, InterruptedException {
        if (upstream == null) {
            String body = contents.get(request.path());
            if (body == null) {
                write(out, "404 Not Found", TYPE, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            } else {
                write(out, "200 OK", TYPE, body);
            }
            return;
        }
        HttpResponse<String> answer = forward.send(
                HttpRequest.newBuilder(URI.create(upstream + request.path()))
                        .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        write(out, answer.statusCode() + " Passed On", TYPE, answer.body());
    }

    private void misbehave(Fault met, Request request, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        switch (met) {
            case NONE, DOWN -> throw new SocketException("closed");
            // Ends when the client hangs up.
            case SILENT -> in.read();
            case TRICKLING_HEAD -> {
                out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                trickle(out);
            }
            case TRICKLING_BODY -> {
                out.write(("HTTP/1.1 200 OK\r\n" + TYPE + "Content-Length: 100000\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                trickle(out);
            }
            case ENDLESS_BODY -> {
                out.write(("HTTP/1.1 200 OK\r\n" + TYPE + "Connection: close\r\n\r\n[")
                        .getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write(new byte[8192]);
                }
            }
            case BROKEN_OFF ->
                out.write(("HTTP/1.1 200 OK\r\n" + TYPE + "Content-Length: 1000\r\n\r\n{\"sch")
                        .getBytes(StandardCharsets.US_ASCII));
            case NOT_HTTP -> out.write("SSH-2.0-OpenSSH_9.2\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case ERROR_500 -> write(out, "500 Oh", TYPE, "{\"error_code\":50001,\"message\":\"store\"}");
            case UNAVAILABLE_503 -> write(out, "503 Later", "Content-Type: text/html\r\n", "<h1>gone fishing</h1>");
            case TOO_MANY_429 -> write(out, "429 Slow Down", "", "slow down");
            case UNAUTHORIZED_401 -> write(out, "401 Who", TYPE, "{\"error_code\":401,\"message\":\"who?\"}");
            case FORBIDDEN_403 -> write(out, "403 No", TYPE, "{\"error_code\":40301,\"message\":\"no\"}");
            case NOT_FOUND_404 -> write(out, "404 Not Found", "", "<html>nothing here</html>");
            case PAGE -> write(out, "200 OK", "Content-Type: text/html\r\n", "<html>welcome to the hotel</html>");
            case EMPTY_BODY -> write(out, "200 OK", TYPE, "");
            case EMPTY_OBJECT -> write(out, "200 OK", TYPE, "{}");
            case RUBBISH_TEXT -> write(out, "200 OK", TYPE, schemaAnswer("<rubbish"));
            case REDIRECT_SAME_HOST ->
                write(out, "302 There", "Location: " + url() + "/elsewhere" + request.path() + "\r\n", "");
            case REDIRECT_OTHER_HOST ->
                write(out, "307 There", "Location: http://127.0.0.2:" + port + request.path() + "\r\n", "");
        }
    }

    private void trickle(OutputStream out) throws IOException, InterruptedException {
        out.flush();
        while (!closing.await(20, TimeUnit.MILLISECONDS)) {
            out.write(' ');
            out.flush();
        }
    }

    private static void write(OutputStream out, String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(("HTTP/1.1 " + status + "\r\n" + headers + "Connection: close\r\nContent-Length: " + bytes.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
    }

    private record Request(String method, String path, byte[] body) {

        static Request read(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("no request");
                }
                head.append((char) next);
            }
            String[] lines = head.toString().split("\r\n");
            String[] first = lines[0].split(" ");
            int length = 0;
            for (String line : lines) {
                if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            return new Request(first[0], first[1], in.readNBytes(length));
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket connection : open) {
            connection.close();
        }
        threads.shutdownNow();
    }
}
