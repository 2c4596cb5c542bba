package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KafkaOptionsTest {

    @TempDir
    Path directory;

    @Test
    void shouldReachForTheStackByDefault() {
        assertThat(parsed()).isEqualTo(new Connection("127.0.0.1:9092", "http://127.0.0.1:8081", Map.of()));
    }

    @Test
    void shouldPreferOptionsToTheFileAndTheFileToDefaults() throws Exception {
        Path file = Files.writeString(directory.resolve("client.properties"), """
                # ours
                bootstrap.servers = inner:9092
                schema.registry.url = http://inner:8081
                ssl.keystore.password: secret
                schema.registry.basic.auth.user.info=me:secret
                """);

        Connection fromFile = parsed("--config", file.toString());
        Connection fromOption = parsed("--config", file.toString(), "--bootstrap-server", "outer:1");

        assertThat(fromFile.bootstrapServers()).isEqualTo("inner:9092");
        assertThat(fromFile.schemaRegistry()).isEqualTo("http://inner:8081");
        assertThat(fromFile.config()).containsOnlyKeys("ssl.keystore.password", "schema.registry.basic.auth.user.info");
        assertThat(fromOption.bootstrapServers()).isEqualTo("outer:1");
        assertThat(fromFile.toString()).doesNotContain("secret");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertThatThrownBy(() -> parsed("--config", "none.properties"))
                .isInstanceOf(Misuse.class)
                .hasMessage("none.properties: no such file");
    }

    private static Connection parsed(String... arguments) {
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs(arguments);
        return options.connection();
    }
}
