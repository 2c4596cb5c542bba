package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the README's tour as a newcomer would: every marked block of shell, one after the other, in one bash.
 *
 * <p>Two things differ. The ports are free ones: {@code ./sluice} is a stand-in that adds them, and addresses in the text
 * are replaced. And the jar that this build packed is run directly, as the start script might build it anew.
 */
class QuickStartIT {

    private static final Duration AT_MOST = Duration.ofMinutes(4);
    private static final Pattern QUARANTINE = Pattern.compile("(?m)^\\+ quarantine +(\\d+) +\\d+$");

    private static final List<String> LINKED = List.of("target", "docs", "schemas", "topologies");

    @TempDir
    private Path folder;

    private int kafka;
    private int registry;

    @BeforeEach
    void needShell() throws IOException {
        assumeTrue(Shell.has("bash") && Shell.has("awk"), "no bash or no awk here to run the README's tour");
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            kafka = one.getLocalPort();
            registry = other.getLocalPort();
        }
    }

    @AfterEach
    void unlink() throws IOException {
        for (String part : LINKED) {
            Files.deleteIfExists(folder.resolve(part));
        }
    }

    @Test
    void shouldLeadANewcomerFromNothingToAQuarantine() throws Exception {
        layOutTheFolder();

        Shell.Result tour = Shell.run(
                folder,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", javaFirst()),
                AT_MOST,
                List.of("bash", folder.resolve("tour.sh").toString()));

        assertThat(tour.exit()).as(tour.output()).isZero();
        assertThat(tour.output())
                .contains("9 created, 0 there already", "balanced: every input has exactly one fate")
                .contains("v1 (in force) -> v2:", "policy v2 in force", "policy v3 in force", "back as it was")
                .containsPattern("taken in +4,000 +4,000");
        Matcher quarantine = QUARANTINE.matcher(tour.output());
        assertThat(quarantine.find()).as(tour.output()).isTrue();
        assertThat(Integer.parseInt(quarantine.group(1)))
                .as("quarantined, of about 400 wrong labels")
                .isBetween(300, 500);
        assertThat(tour.output().lines().filter(line -> line.contains("\"reasons\": [\"POSTERIOR\"]")))
                .hasSize(3);
        assertThat(folder.resolve("tour")).doesNotExist();
        assertThat(listening(kafka) || listening(registry))
                .as("the stack still listens")
                .isFalse();
    }

    private void layOutTheFolder() throws IOException {
        for (String part : LINKED) {
            Files.createSymbolicLink(folder.resolve(part), Project.path(part));
        }
        // A busy machine may let the registry wait longer than a person would.
        Files.writeString(
                folder.resolve("patient.properties"),
                "schema.registry.http.connect.timeout.ms=3000\nschema.registry.http.read.timeout.ms=3000\n");
        Path sluice = Files.writeString(folder.resolve("sluice"), """
                #!/usr/bin/env bash
                if [ "$1" = stack ]; then
                  set -- "$@" --kafka-port %1$d --registry-port %2$d
                else
                  set -- "$@" --bootstrap-server 127.0.0.1:%1$d --schema-registry http://127.0.0.1:%2$d \\
                    --config patient.properties
                fi
                exec java -jar target/sluice.jar "$@"
                """.formatted(kafka, registry));
        assertThat(sluice.toFile().setExecutable(true)).isTrue();
        List<String> blocks = Readme.tour();
        assertThat(blocks).as("blocks of shell after <!-- tour -->").hasSizeGreaterThan(5);
        Files.writeString(
                folder.resolve("tour.sh"),
                "set -eu\ntrap 'for job in $(jobs -p); do kill \"$job\" || true; done; wait' EXIT\n"
                        + String.join("\n", blocks)
                                .replace("127.0.0.1:9092", "127.0.0.1:" + kafka)
                                .replace("127.0.0.1:8081", "127.0.0.1:" + registry));
    }

    private static String javaFirst() {
        return Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH");
    }

    private static boolean listening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
