package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The container files name what the build names, and nothing that changes under our feet. */
class ImagesTest {

    private static final Pattern FROM = Pattern.compile("(?m)^FROM (\\S+)");
    private static final Pattern PINNED = Pattern.compile("[a-z/-]+:v?[0-9]+\\.[0-9]+\\.[0-9]+\\S*");

    private final String dockerfile = Project.text("docker/Dockerfile");

    @Test
    void shouldRunTheBrokerThatTheBuildUses() throws IOException {
        assertThat(service("kafka").path("image").asText())
                .isEqualTo("apache/kafka:" + Project.property("kafka.version"));
    }

    @Test
    void shouldBuildAndRunOnTheJavaThatTheCodeIsCompiledFor() {
        String java = "eclipse-temurin:" + Project.property("maven.compiler.release") + ".";

        assertThat(bases()).hasSize(2).allSatisfy(image -> assertThat(image).startsWith(java));
        assertThat(bases().get(0)).contains("-jdk-");
        assertThat(bases().get(1)).contains("-jre-");
    }

    @Test
    void shouldPinEveryImageThatIsFetched() throws IOException {
        assertThat(bases()).allSatisfy(image -> assertThat(image).matches(PINNED));
        compose().path("services").forEach(service -> {
            if (!service.has("build")) {
                assertThat(service.path("image").asText()).matches(PINNED);
            }
        });
    }

    @Test
    void shouldNotRunAsRootAndSayHowItIs() {
        String runtime = dockerfile.substring(dockerfile.lastIndexOf("\nFROM "));

        assertThat(runtime).containsPattern("(?m)^USER [1-9][0-9]*$").containsPattern("(?m)^HEALTHCHECK ");
    }

    @Test
    void shouldCopyOnlyWhatTheEngineIsGiven() {
        List<String> given = Project.text(".dockerignore")
                .lines()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = Pattern.compile("(?m)^COPY (?!--from)(.+) \\S+$")
                .matcher(dockerfile)
                .results()
                .flatMap(match -> List.of(match.group(1).split(" ")).stream())
                .toList();

        assertThat(copied).isNotEmpty().containsExactlyInAnyOrderElementsOf(given);
        assertThat(copied)
                .allSatisfy(path ->
                        assertThat(Files.exists(Project.path(path))).as(path).isTrue());
    }

    @Test
    void shouldStartThePipelineOnlyWhenItsTopicsAreThere() throws IOException {
        assertThat(service("sluice")
                        .path("depends_on")
                        .path("topics")
                        .path("condition")
                        .asText())
                .isEqualTo("service_completed_successfully");
    }

    private List<String> bases() {
        return FROM.matcher(dockerfile).results().map(match -> match.group(1)).toList();
    }

    private static JsonNode service(String name) throws IOException {
        return compose().path("services").path(name);
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(Project.text("docker/compose.yaml"));
    }
}
