package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container's health check, on tables as Linux writes them. */
class ConnectedTest {

    private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n";
    private static final String LISTENING = "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000\n";
    private static final String CLOSING = "   1: 0100007F:83E8 0100007F:9F3F 06 00000000:00000000 03:00000E18\n";
    private static final String ESTABLISHED =
            "  12: 0000000000000000FFFF00000100007F:83E8 0000000000000000FFFF00000100007F:2384 01 00000000:00000000\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void needGrep() {
        assumeTrue(Shell.has("grep"), "no grep here");
    }

    @Test
    void shouldBeHealthyWhenAConnectionIsEstablished() throws Exception {
        assertThat(check(HEAD + LISTENING, HEAD + ESTABLISHED)).isZero();
    }

    @Test
    void shouldBeUnhealthyWhenThereIsNoConnection() throws Exception {
        assertThat(check(HEAD + LISTENING + CLOSING, HEAD)).isNotZero();
    }

    private int check(String tcp, String tcp6) throws IOException, InterruptedException {
        Path four = Files.writeString(folder.resolve("tcp"), tcp);
        Path six = Files.writeString(folder.resolve("tcp6"), tcp6);
        return Shell.run(
                        folder,
                        Map.of(),
                        Duration.ofSeconds(20),
                        List.of(Project.path("docker/connected").toString(), four.toString(), six.toString()))
                .exit();
    }
}
