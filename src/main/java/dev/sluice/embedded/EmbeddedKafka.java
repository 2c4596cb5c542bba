package dev.sluice.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One broker that is its own controller, in this process, on the loopback interface. A data directory that is given is
 * kept, and a later broker goes on with it, on another port too; without one the data goes when the broker does.
 *
 * <p>A fault that a broker takes for fatal ends its whole process, as it does in production.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final int port;
    private final Path directory;
    private final boolean temporary;
    private final DirectoryLock lock;

    private EmbeddedKafka(KafkaRaftServer server, int port, Path directory, boolean temporary, DirectoryLock lock) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.directory = directory;
        this.temporary = temporary;
    }

    /**
     * Starts a broker and returns when it takes requests.
     *
     * @param port 0 for any free one
     * @param directory where the data is kept, null for a temporary place
     * @throws PortInUseException if the port is taken
     * @throws IOException if the directory cannot be used, or the broker does not start; one line
     */
    public static EmbeddedKafka start(int port, Path directory) throws IOException {
        return start(port, directory, Map.of());
    }

    /** Like {@link #start(int, Path)}, with features finalised at other levels than a new cluster has. */
    public static EmbeddedKafka start(int port, Path directory, Map<String, Short> features) throws IOException {
        return start(port, directory, features, Map.of());
    }

    /**
     * Like {@link #start(int, Path, Map)}, with settings of the broker laid over ours, such as for TLS; those for listeners
     * are added.
     */
    public static EmbeddedKafka start(
            int port, Path directory, Map<String, Short> features, Map<String, String> settings) throws IOException {
        if (directory == null) {
            return start(port, null, features, settings, null);
        }
        Files.createDirectories(directory);
        DirectoryLock lock = DirectoryLock.of(directory);
        try {
            return start(port, directory, features, settings, lock);
        } catch (IOException | RuntimeException fault) {
            lock.close();
            throw fault;
        }
    }

    private static EmbeddedKafka start(
            int port, Path directory, Map<String, Short> features, Map<String, String> settings, DirectoryLock lock)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            int clientPort = Ports.choose(port, "--kafka-port");
            Path home = directory != null ? directory : Files.createTempDirectory("sluice-kafka-");
            try {
                Files.createDirectories(home);
                return new EmbeddedKafka(
                        launch(clientPort, home, features, settings), clientPort, home, directory == null, lock);
            } catch (KafkaException fault) {
                if (directory == null) {
                    Directories.delete(home);
                }
                // A free port may be taken between the choice and the bind: choose again.
                if (attempt == ATTEMPTS || !Ports.lost(fault)) {
                    throw new IOException(
                            "the embedded broker does not start on " + home + ": " + fault.getMessage()
                                    + ": is another one using the directory?",
                            fault);
                }
            }
        }
    }

    private static KafkaRaftServer launch(
            int clientPort, Path home, Map<String, Short> features, Map<String, String> more) throws IOException {
        int controllerPort = Ports.choose(0, "--kafka-port");
        format(home, features);
        Map<String, String> settings = BrokerSettings.of(clientPort, controllerPort, home);
        more.forEach((key, value) ->
                settings.merge(key, value, (ours, theirs) -> key.endsWith("listeners") ? ours + "," + theirs : theirs));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException fault) {
            server.shutdown();
            throw fault;
        }
    }

    private static void format(Path home, Map<String, Short> features) throws IOException {
        if (Files.exists(home.resolve("meta.properties"))) {
            // A broker's earlier life, with its own cluster id.
            return;
        }
        try {
            Formatter formatter = new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .addDirectory(home.toString())
                    .setMetadataLogDirectory(home.toString())
                    .setIgnoreFormatted(true);
            features.forEach(formatter::setFeatureLevel);
            formatter.run();
        } catch (Exception fault) {
            throw new IOException("cannot prepare " + home + " for the embedded broker: " + fault.getMessage(), fault);
        }
    }

    /** {@code host:port}, for {@code --bootstrap-server}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** The port that clients use. */
    public int port() {
        return port;
    }

    /** Stops the broker; deletes its data unless a directory was given. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        if (lock != null) {
            lock.close();
        }
        if (temporary) {
            Directories.delete(directory);
        }
    }
}
