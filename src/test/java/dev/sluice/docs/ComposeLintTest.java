package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The compose file as Compose itself reads it. No engine is needed for that. */
class ComposeLintTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldBeAcceptedByCompose() throws Exception {
        List<String> compose = compose();
        assumeTrue(compose != null, "neither `docker compose` nor docker-compose is here to lint docker/compose.yaml");

        Shell.Result lint = run(compose, "-f", "docker/compose.yaml", "config", "-q");

        assertThat(lint.exit()).as(lint.output()).isZero();
    }

    private static List<String> compose() throws IOException, InterruptedException {
        for (List<String> candidate : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            if (Shell.has(candidate.get(0)) && run(candidate, "version").exit() == 0) {
                return candidate;
            }
        }
        return null;
    }

    private static Shell.Result run(List<String> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        return Shell.run(Project.path("."), Map.of(), PATIENCE, command);
    }
}
