package dev.sluice.embedded;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A schema registry in this process, on the loopback interface: a thin HTTP face with the Confluent paths over the
 * Confluent client's own mock. For the demo, to try things on, and for tests. It checks no compatibility and says so.
 */
public final class EmbeddedRegistry implements AutoCloseable {

    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final RegistryJournal journal;

    private EmbeddedRegistry(HttpServer server, ExecutorService threads, RegistryJournal journal) {
        this.server = server;
        this.threads = threads;
        this.journal = journal;
    }

    /**
     * Starts a registry and returns when it answers.
     *
     * @param port 0 for any free one
     * @param directory where registrations are kept over restarts, null to forget them
     * @throws PortInUseException if the port is taken
     * @throws IOException if the directory cannot be used; one line
     */
    public static EmbeddedRegistry start(int port, Path directory) throws IOException {
        HttpServer server = bind(Ports.choose(port, "--registry-port"));
        RegistryContents contents = new RegistryContents();
        RegistryJournal journal;
        try {
            journal = directory == null ? null : RegistryJournal.open(directory, contents);
        } catch (IOException unusable) {
            server.stop(0);
            throw unusable;
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "embedded-registry");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", new RegistryHandler(new RegistryApi(contents, journal)));
        server.start();
        return new EmbeddedRegistry(server, threads, journal);
    }

    private static HttpServer bind(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(Ports.LOOPBACK, port), 0);
        } catch (BindException taken) {
            throw new PortInUseException(port, "--registry-port");
        }
    }

    /** For {@code --schema-registry}. */
    public String url() {
        return "http://" + Ports.LOOPBACK + ":" + port();
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        if (journal != null) {
            try {
                journal.close();
            } catch (IOException everythingIsOnDiskAlready) {
                // Each entry was forced when it was written.
            }
        }
    }
}
