package dev.sluice.cli;

import dev.sluice.ops.Archive;
import dev.sluice.ops.TopicArchive;
import dev.sluice.ops.Watch;
import dev.sluice.ops.http.OpsServer;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Pipeline;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where metrics, health, API and page are served. Use as a mixin. */
final class HttpOptions {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int PORT = 9464;
    private static final String OFF = "off";

    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT|off",
            description = "Where the page, /metrics, /health and /api are served (default: 127.0.0.1:9464, or any free"
                    + " port when that is taken). Hosts that others can reach need --http-token-file.")
    private String address;

    @Option(
            names = "--http-token-file",
            paramLabel = "FILE",
            description = "The token that requests must carry, as Authorization: Bearer TOKEN; health needs none.")
    private Path tokenFile;

    @Option(names = "--http-payloads", description = "Let the API show the payloads of quarantined samples.")
    private boolean payloads;

    @Option(
            names = "--metrics-classes",
            paramLabel = "N",
            description = "How many classes have metrics of their own, the first of the list; the rest is 'other'"
                    + " (default: 20).")
    private int classes = 20;

    /** What watches and serves one pipeline. */
    record Serving(Watch watch, OpsServer server) implements AutoCloseable {

        @Override
        public void close() {
            if (server != null) {
                server.close();
                watch.close();
            }
        }
    }

    /** Refuses what makes no sense, before anything is started. */
    void check() {
        if (classes < 0) {
            throw new Misuse("--metrics-classes " + classes + ": 0 or more");
        }
        if (!OFF.equals(address)) {
            settings(asked());
        }
    }

    /** Serves a pipeline that was started. */
    Serving serve(Pipeline pipeline, PipelineSpec spec, Connection connection) throws IOException {
        if (OFF.equals(address)) {
            return new Serving(null, null);
        }
        Watch watch = new Watch(pipeline, spec, connection, classes);
        try {
            OpsServer server = open(watch, spec, connection);
            log().info(
                            "page, metrics, health and API at http://{}:{}/",
                            server.address().getHostString(),
                            server.address().getPort());
            return new Serving(watch, server);
        } catch (IOException | RuntimeException fault) {
            watch.close();
            throw fault;
        }
    }

    private OpsServer open(Watch watch, PipelineSpec spec, Connection connection) throws IOException {
        InetSocketAddress asked = asked();
        Archive archive = new TopicArchive(spec, connection, payloads);
        try {
            return new OpsServer(watch, archive, settings(asked));
        } catch (BindException taken) {
            if (address != null) {
                throw new CommandFailure("port " + asked.getPort() + " is in use: choose another with --http", taken);
            }
            // A second instance on one machine must not fail of a port that nobody asked for.
            return new OpsServer(watch, archive, settings(new InetSocketAddress(LOOPBACK, 0)));
        }
    }

    private OpsServer.Settings settings(InetSocketAddress at) {
        try {
            return new OpsServer.Settings(at, token());
        } catch (IllegalArgumentException wrong) {
            throw new Misuse(wrong.getMessage());
        }
    }

    private String token() {
        if (tokenFile == null) {
            return null;
        }
        try {
            String token = Files.readString(tokenFile).strip();
            if (token.length() < 16) {
                throw new Misuse("--http-token-file " + tokenFile + ": a token has at least 16 characters");
            }
            return token;
        } catch (IOException unreadable) {
            throw new Misuse("--http-token-file " + tokenFile + ": cannot be read");
        }
    }

    private InetSocketAddress asked() {
        if (address == null) {
            return new InetSocketAddress(LOOPBACK, PORT);
        }
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? LOOPBACK : address.substring(0, colon);
        String port = address.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535 || host.isEmpty()) {
            throw new Misuse("--http " + address + ": a port, HOST:PORT, or off");
        }
        InetSocketAddress at = new InetSocketAddress(host, Integer.parseInt(port));
        if (at.isUnresolved()) {
            throw new Misuse("--http " + address + ": no such host");
        }
        return at;
    }

    // Not a constant: every command line builds all commands, and setting up the log takes longer than most of them.
    private static Logger log() {
        return LoggerFactory.getLogger(HttpOptions.class);
    }
}
