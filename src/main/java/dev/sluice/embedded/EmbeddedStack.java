package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A broker and a schema registry together. With a directory both go on where they stopped. */
public final class EmbeddedStack implements AutoCloseable {

    private final EmbeddedKafka kafka;
    private final EmbeddedRegistry registry;

    private EmbeddedStack(EmbeddedKafka kafka, EmbeddedRegistry registry) {
        this.kafka = kafka;
        this.registry = registry;
    }

    /** Starts both on free ports, with data that goes when they do. */
    public static EmbeddedStack start() throws IOException {
        return start(0, 0, null);
    }

    /**
     * Starts both, and returns when both answer.
     *
     * @param kafkaPort 0 for any free one
     * @param registryPort 0 for any free one
     * @param directory where data and schema ids are kept, null for a temporary place
     * @throws PortInUseException if a port is taken
     * @throws IOException if the directory cannot be used, or something does not start; one line
     */
    public static EmbeddedStack start(int kafkaPort, int registryPort, Path directory) throws IOException {
        EmbeddedRegistry registry =
                EmbeddedRegistry.start(registryPort, directory == null ? null : directory.resolve("registry"));
        try {
            EmbeddedKafka kafka = EmbeddedKafka.start(kafkaPort, directory == null ? null : directory.resolve("kafka"));
            return new EmbeddedStack(kafka, registry);
        } catch (IOException | RuntimeException fault) {
            registry.close();
            throw fault;
        }
    }

    /** {@code host:port}, for {@code --bootstrap-server}. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** For {@code --schema-registry}. */
    public String registryUrl() {
        return registry.url();
    }

    /** Stops both. */
    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            registry.close();
        }
    }
}
