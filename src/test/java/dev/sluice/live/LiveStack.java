package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.replay.Verification;
import dev.sluice.replay.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The embedded stack for a class of tests, and the judge over each of them: after every test the conservation law is
 * recounted by id from the topics, for every pipeline that the test made.
 */
final class LiveStack implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Live> pipelines = new ArrayList<>();
    private EmbeddedStack stack;
    private Path folder;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("sluice-live");
        stack = EmbeddedStack.start();
    }

    /** A pipeline with its topics; nothing runs yet. The name must be new. */
    Live pipeline(String name, Map<String, String> sets) {
        Live live = new Live(stack, folder.resolve(name), name, sets);
        pipelines.add(live);
        return live;
    }

    /** A pipeline whose registry is another one than the stack's, or is reached another way. */
    Live pipeline(String name, String registryUrl, Map<String, String> sets) {
        return pipeline(new Live(stack, registryUrl, folder.resolve(name), name, sets, Map.of()));
    }

    /** A pipeline with settings as in a client properties file. */
    Live pipeline(String name, Map<String, String> sets, Map<String, String> config) {
        return pipeline(new Live(stack, stack.registryUrl(), folder.resolve(name), name, sets, config));
    }

    private Live pipeline(Live live) {
        pipelines.add(live);
        return live;
    }

    /** Where the broker and the registry are, for tests that go through the command line. */
    EmbeddedStack stack() {
        return stack;
    }

    /** A folder of the test class. */
    Path folder() {
        return folder;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Live> made = new ArrayList<>(pipelines);
        pipelines.clear();
        try {
            for (Live live : made) {
                Verification verification = new Verification(live.connection, live.registry, live.spec);
                await().atMost(PATIENCE).until(verification::allTaken);
                VerificationReport report = verification.run();
                assertThat(report.holds())
                        .as("the conservation law: %s", report)
                        .isTrue();
            }
        } finally {
            made.forEach(Live::close);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stack.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
