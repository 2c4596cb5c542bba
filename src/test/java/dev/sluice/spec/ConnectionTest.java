package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    private final Connection connection = new Connection(
            "kafka:9093",
            "https://me:hunter2@registry:8081",
            Map.of(
                    "security.protocol", "SASL_SSL",
                    "sasl.jaas.config", "Plain username=me password=hunter2;",
                    "ssl.keystore.password", "hunter2",
                    "sasl.oauthbearer.client.credentials.client.secret", "hunter2",
                    "schema.registry.basic.auth.user.info", "me:hunter2",
                    "schema.registry.bearer.auth.token", "hunter2",
                    "schema.registry.url", "http://you:hunter2@other"));

    @Test
    void shouldNeverPrintASecret() {
        assertThat(connection.toString())
                .doesNotContain("hunter2")
                .contains("kafka:9093", "https://[hidden]@registry:8081", "security.protocol=SASL_SSL");
    }

    @Test
    void shouldKeepTheSettingsOfKafkaAndRegistryApart() {
        assertThat(connection.kafka())
                .containsEntry("bootstrap.servers", "kafka:9093")
                .containsEntry("ssl.keystore.password", "hunter2")
                .doesNotContainKey("schema.registry.bearer.auth.token");
        assertThat(connection.registry())
                .containsEntry("schema.registry.bearer.auth.token", "hunter2")
                .doesNotContainKey("security.protocol");
    }
}
