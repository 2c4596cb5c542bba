package dev.sluice.ops;

import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.spec.Connection;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks the broker and the registry whether they are there. Each question has a deadline. For one thread. */
public final class Probes implements AutoCloseable {

    private static final int DEADLINE_MILLIS = 3_000;
    /** No subject of anybody: that it is unknown is an answer, and answers about what exists may come from a cache. */
    private static final String NO_SUBJECT = "sluice-health-probe";

    private final Admin admin;
    private final Registry registry;

    public Probes(Connection connection) {
        Properties settings = connection.kafka();
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "sluice-health");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, DEADLINE_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, DEADLINE_MILLIS);
        admin = Admin.create(settings);
        registry = Registry.connect(connection.schemaRegistry(), connection.config());
    }

    /** Asks both; takes a few seconds at most. */
    public Outside ask() throws InterruptedException {
        return new Outside(broker(), registry());
    }

    private Optional<String> broker() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException silent) {
            return Optional.of("does not answer");
        }
    }

    private Optional<String> registry() {
        try {
            registry.id(NO_SUBJECT, Sample.getClassSchema());
            return Optional.empty();
        } catch (UnknownSchemaException itAnswers) {
            return Optional.empty();
        } catch (RegistryUnavailableException silent) {
            return Optional.of(Connection.redact(silent.getMessage()));
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ZERO);
    }
}
