package dev.sluice.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.ops.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pages made of the records are those in {@code docs}. With {@code -Dsluice.regenerate} they are written first. */
class ReferenceTest {

    private static final String REGENERATE =
            "./mvnw -q -B test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.regenerate=true";

    @Test
    void shouldShipTheSchemaOfThePipelineFile() throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        assertCurrent(
                Path.of("docs/pipeline.schema.json"),
                new ObjectMapper().writer(printer).writeValueAsString(JsonSchema.ofPipeline()) + "\n");
    }

    @Test
    void shouldShipTheReferenceOfEveryKey() throws IOException {
        assertCurrent(Path.of("docs/configuration.md"), ConfigurationPage.text());
    }

    @Test
    void shouldShipTheReferenceOfEveryMetric() throws IOException {
        assertCurrent(Path.of("docs/metrics.md"), MetricsPage.text());
    }

    @Test
    void shouldDescribeEveryKey() {
        assertThat(KeyCatalogue.of(PipelineSpec.class, ""))
                .hasSizeGreaterThan(40)
                .allSatisfy(entry -> assertThat(entry.key().meaning()).endsWith("."));
    }

    /** The schema and the binder must agree about the file that ships: a check of types and keys by a second reader. */
    @Test
    void shouldAcceptTheQuickstartByItsSchema() throws IOException {
        JsonNode quickstart = new YAMLMapper().readTree(Files.readString(Path.of("topologies/quickstart.yaml")));

        assertThat(violations(JsonSchema.ofPipeline(), quickstart, "")).isEmpty();
    }

    @Test
    void shouldRefuseByItsSchemaWhatTheBinderRefuses() throws IOException {
        JsonNode bad = new YAMLMapper().readTree("""
                        classes: 1
                        polcy: {}
                        pairing: {wait: 10, store: disk}
                        policy: {quarantineAbove: 1.4, warmUp: {samples: many}}
                        topics: {repartition: 1}
                        models: []
                        """);

        assertThat(violations(JsonSchema.ofPipeline(), bad, ""))
                .containsExactlyInAnyOrder(
                        "classes",
                        "polcy",
                        "pairing.wait",
                        "pairing.store",
                        "policy.quarantineAbove",
                        "policy.warmUp.samples",
                        "topics.repartition",
                        "models");
    }

    private static void assertCurrent(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("sluice.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s differs from the code, write it again with: %s", file, REGENERATE)
                .isEqualTo(expected);
    }

    /** The part of JSON Schema that ours uses: the paths of values that do not fit. */
    private static List<String> violations(JsonNode schema, JsonNode value, String path) {
        List<String> found = new ArrayList<>();
        if (schema.has("oneOf")) {
            boolean fits = false;
            for (JsonNode way : schema.get("oneOf")) {
                fits |= violations(way, value, path).isEmpty();
            }
            return fits ? found : List.of(path);
        }
        if (!fits(schema, value)) {
            return List.of(path);
        }
        value.fields().forEachRemaining(field -> {
            String place = Paths.child(path, field.getKey());
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode inner = known.isMissingNode() ? schema.path("additionalProperties") : known;
            if (inner.isObject()) {
                found.addAll(violations(inner, field.getValue(), place));
            } else if (inner.isBoolean()) {
                found.add(place);
            }
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            found.addAll(violations(schema.path("items"), value.get(i), Paths.item(path, i)));
        }
        return found;
    }

    private static boolean fits(JsonNode schema, JsonNode value) {
        String text = schema.path("type").toString();
        boolean typed = schema.path("type").isMissingNode()
                || value.isObject() && text.contains("object")
                || value.isArray()
                        && text.contains("array")
                        && value.size() >= schema.path("minItems").asInt(0)
                || value.isTextual() && text.contains("string")
                || value.isBoolean() && text.contains("boolean")
                || value.isIntegralNumber() && (text.contains("integer") || text.contains("number"))
                || value.isNumber() && text.contains("number");
        boolean inRange = !value.isNumber()
                || !schema.has("minimum")
                || value.asDouble() >= schema.get("minimum").asDouble()
                        && value.asDouble() <= schema.get("maximum").asDouble();
        boolean worded = !schema.has("pattern")
                || value.asText().matches(schema.get("pattern").asText());
        boolean listed = !schema.has("enum");
        for (JsonNode one : schema.path("enum")) {
            listed |= one.equals(value);
        }
        return typed
                && inRange
                && worded
                && listed
                && (!schema.has("const") || schema.get("const").equals(value));
    }
}
