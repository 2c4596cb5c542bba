package dev.sluice.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real schema registry as a process of its own: Apicurio, from Maven Central, with what it holds in memory.
 *
 * <p>It is no dependency of the build, which must not fail, nor wait, for 159 MB that only one test wants. The test asks
 * Maven for it, which answers from its local repository when it has it, and is skipped when there is none to be had or no
 * Java that is new enough to run it.
 */
final class Apicurio implements AutoCloseable {

    private static final String VERSION = "3.3.3";
    private static final String FILE = "apicurio-registry-app-" + VERSION + "-all.tar.gz";
    private static final int OLDEST_JAVA = 21;
    private static final Duration FETCH_WITHIN = Duration.ofMinutes(5);
    private static final Duration START_WITHIN = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    private Apicurio(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts it, or skips the test and says why. */
    static Apicurio startOrSkip(Path folder) throws Exception {
        Optional<Path> java = newJava();
        assumeTrue(
                java.isPresent(),
                "skipped: Apicurio needs Java " + OLDEST_JAVA
                        + " or newer, and none was found: set JAVA21_HOME to one");
        Path home = unpack(fetchOrSkip(folder), folder.resolve("apicurio"));
        int port = freePort();
        Process process = new ProcessBuilder(
                        java.get().toString(),
                        "-Xmx300m",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + port,
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + freePort(),
                        "-jar",
                        "quarkus-run.jar")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("apicurio.log").toFile())
                .start();
        Apicurio apicurio = new Apicurio(process, "http://127.0.0.1:" + port);
        try {
            await("Apicurio on " + java.get())
                    .atMost(START_WITHIN)
                    .ignoreExceptions()
                    .failFast("Apicurio ended, see " + folder, () -> !process.isAlive())
                    .until(() -> apicurio.ask("GET", "/subjects", "").statusCode() == 200);
            return apicurio;
        } catch (RuntimeException never) {
            apicurio.close();
            throw never;
        }
    }

    /** Where its Confluent API is. */
    String url() {
        return url + "/apis/ccompat/v7";
    }

    /** The same in its next version. */
    String nextUrl() {
        return url + "/apis/ccompat/v8";
    }

    /** Turns a compatibility rule on, for all subjects that have none of their own. */
    void compatibility(String level) throws Exception {
        configure("/config", level);
    }

    /** Turns a compatibility rule on for one subject. */
    void compatibility(String subject, String level) throws Exception {
        configure("/config/" + subject, level);
    }

    private void configure(String path, String level) throws Exception {
        HttpResponse<String> answer = ask("PUT", path, "{\"compatibility\":\"" + level + "\"}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(10))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The newest Java here that is new enough: our own, those that the environment names, those where Linux has them. */
    static Optional<Path> newJava() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        System.getenv().forEach((name, value) -> {
            if (name.matches("(JAVA|JDK).*_HOME.*")) {
                homes.add(Path.of(value));
            }
        });
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> all = Files.list(installed)) {
                all.forEach(homes::add);
            }
        }
        return homes.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
                .filter(home -> feature(home) >= OLDEST_JAVA)
                .max(Comparator.comparingInt(Apicurio::feature))
                .map(home -> home.resolve("bin").resolve("java"));
    }

    private static int feature(Path home) {
        try {
            Matcher version =
                    Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(home.resolve("release")));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException none) {
            return 0;
        }
    }

    private static Path fetchOrSkip(Path folder) throws Exception {
        Path repository = Path.of(System.getProperty(
                "localRepository",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
        Path file = repository.resolve(Path.of("io", "apicurio", "apicurio-registry-app", VERSION, FILE));
        if (!Files.exists(file)) {
            Path log = folder.resolve("fetch.log");
            int exit = run(
                    Path.of("").toAbsolutePath(),
                    log,
                    "./mvnw",
                    "-q",
                    "-B",
                    "-ntp",
                    "-Dmaven.repo.local=" + repository,
                    "dependency:get",
                    "-Dtransitive=false",
                    "-Dartifact=io.apicurio:apicurio-registry-app:" + VERSION + ":tar.gz:all");
            assumeTrue(
                    exit == 0 && Files.exists(file),
                    "skipped: Maven could not fetch " + FILE + " (159 MB) from Maven Central");
        }
        return file;
    }

    private static Path unpack(Path file, Path home) throws Exception {
        Files.createDirectories(home);
        int exit = run(home, home.resolve("tar.log"), "tar", "xzf", file.toString());
        assumeTrue(exit == 0, "skipped: no tar here that can unpack " + FILE);
        return home;
    }

    private static int run(Path where, Path log, String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(where.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException notThere) {
            return -1;
        }
        if (!process.waitFor(FETCH_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
