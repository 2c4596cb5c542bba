package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice stack} as a process of its own, since only such a one gets signals. */
@Timeout(60)
class StackCommandIT {

    @TempDir
    private Path directory;

    @Test
    void shouldRunUntilAPoliteKillAndEndWithZero() throws Exception {
        Process stack = start("--kafka-port", "0", "--registry-port", "0", "--data", directory.toString());
        try {
            BufferedReader out = stack.inputReader();
            List<String> lines = readTo(out, "Ctrl-C ends it.");
            String registry = value(lines, "Schema registry");
            String kafka = value(lines, "Kafka");

            assertThat(get(registry + "/subjects")).isEqualTo("[]");
            assertThat(lines)
                    .as("other ports than usual are spelt out")
                    .anyMatch(line -> line.endsWith("sluice run -f topologies/quickstart.yaml --bootstrap-server "
                            + kafka + " --schema-registry " + registry));

            // Not Process.destroy(), which also closes what we still read.
            stack.toHandle().destroy();

            assertThat(stack.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(stack.exitValue()).isZero();
            assertThat(out.lines()).contains("The stack has ended.");
            assertThat(Files.exists(directory.resolve("kafka")))
                    .as("data is kept")
                    .isTrue();
        } finally {
            stack.destroyForcibly();
        }
    }

    @Test
    void shouldSayInOneLineThatAPortIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process stack = start("--kafka-port", String.valueOf(other.getLocalPort()), "--registry-port", "0");
            try {
                List<String> errors = stack.errorReader().lines().toList();

                assertThat(stack.waitFor()).isEqualTo(ExitCode.FAILED);
                assertThat(errors)
                        .containsExactly(
                                "port " + other.getLocalPort() + " is in use: choose another with --kafka-port");
            } finally {
                stack.destroyForcibly();
            }
        }
    }

    private static Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.Sluice",
                "stack"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    private static List<String> readTo(BufferedReader out, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.equals(last)) {
                return lines;
            }
        }
        throw new AssertionError("it ended after " + lines);
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static String get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
