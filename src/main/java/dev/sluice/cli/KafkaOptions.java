package dev.sluice.cli;

import dev.sluice.spec.Connection;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where Kafka and the registry are. Use as a mixin. Options win over the file of {@code --config}. */
final class KafkaOptions {

    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String REGISTRY = "schema.registry.url";

    @Option(
            names = "--bootstrap-server",
            order = 10,
            paramLabel = "HOST:PORT",
            description = "Kafka, several by comma. Default: " + Connection.DEFAULT_BOOTSTRAP
                    + ", where `sluice stack` listens.")
    private String bootstrap;

    @Option(
            names = "--schema-registry",
            order = 11,
            paramLabel = "URL",
            description =
                    "The schema registry. Default: " + Connection.DEFAULT_REGISTRY + ", where `sluice stack` listens.")
    private String registry;

    @Option(
            names = "--config",
            order = 12,
            paramLabel = "FILE",
            description = "Client properties: ssl.*, sasl.* and so on for Kafka, schema.registry.* for the registry.")
    private Path file;

    /** The connection that was asked for, with the addresses of {@code sluice stack} as defaults. */
    Connection connection() {
        Map<String, String> config = file == null ? new TreeMap<>() : read(file);
        String fromFile = config.remove(BOOTSTRAP);
        String registryFromFile = config.remove(REGISTRY);
        return new Connection(
                first(bootstrap, fromFile, Connection.DEFAULT_BOOTSTRAP),
                first(registry, registryFromFile, Connection.DEFAULT_REGISTRY),
                config);
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        throw new IllegalArgumentException("no address");
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException missing) {
            throw new Misuse(file + ": no such file");
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new Misuse(file + ": not a properties file: key=value, one a line");
        }
        Map<String, String> config = new TreeMap<>();
        properties.forEach((key, value) -> config.put((String) key, ((String) value).strip()));
        return config;
    }
}
