package dev.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.ops.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules, runbook and dashboard speak of metrics that exist, and of each other; promtool runs the cases of the rules. */
class MonitoringTest {

    private static final Path RULES = Path.of("docker/prometheus");
    private static final Pattern NAME = Pattern.compile("\\b(?:job[a-z_]*:)?sluice_[a-z_]+(?::[a-z0-9_]+)?");

    private static List<JsonNode> rules(String file, String kind) throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode group :
                new YAMLMapper().readTree(RULES.resolve(file).toFile()).get("groups")) {
            group.get("rules").forEach(rule -> {
                if (rule.has(kind)) {
                    rules.add(rule);
                }
            });
        }
        return rules;
    }

    private static Set<String> names(String expression) {
        return new TreeSet<>(
                NAME.matcher(expression).results().map(match -> match.group()).toList());
    }

    /** What Prometheus knows: our metrics as they are shown, and what is recorded of them. */
    private static Set<String> known() throws IOException {
        Set<String> known = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.HISTOGRAM) {
                known.addAll(List.of(metric.shown() + "_bucket", metric.shown() + "_sum", metric.shown() + "_count"));
            } else {
                known.add(metric.shown());
            }
        }
        rules("recording.yml", "record")
                .forEach(rule -> known.add(rule.get("record").asText()));
        return known;
    }

    @Test
    void shouldNameInRulesOnlyWhatThereIs() throws IOException {
        for (JsonNode rule : rules("recording.yml", "record")) {
            assertThat(known())
                    .as("%s", rule)
                    .containsAll(names(rule.get("expr").asText()));
        }
        for (JsonNode rule : rules("alerts.yml", "alert")) {
            assertThat(known())
                    .as("%s", rule)
                    .containsAll(names(rule.get("expr").asText()));
        }
    }

    @Test
    void shouldSayOfEveryAlertWhatItTakesAndWhatToDo() throws IOException {
        String runbook = Project.text("docs/runbook.md");
        List<String> alerts = new ArrayList<>();
        for (JsonNode rule : rules("alerts.yml", "alert")) {
            String name = rule.get("alert").asText();
            alerts.add(name);
            String severity = rule.at("/labels/severity").asText();
            assertThat(severity).as(name).isIn("page", "ticket");
            assertThat(rule.get("for").asText()).as(name).matches("[1-9][0-9]*m");
            assertThat(rule.at("/annotations/min_traffic").asText()).as(name).isNotEmpty();
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(java.util.Locale.ROOT));
            assertThat(runbook)
                    .containsIgnoringCase("## " + name + "\n" + severity + ". ")
                    .contains("## " + name + "\n");
        }
        assertThat(runbook.lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                .containsExactlyElementsOf(alerts);
    }

    @Test
    void shouldHaveACaseInWhichEachAlertFires() throws IOException {
        Set<String> fired = new TreeSet<>();
        Set<String> quiet = new TreeSet<>();
        for (Path file : cases()) {
            for (JsonNode test : new YAMLMapper().readTree(file.toFile()).get("tests")) {
                test.get("alert_rule_test")
                        .forEach(one -> (one.get("exp_alerts").isEmpty() ? quiet : fired)
                                .add(one.get("alertname").asText()));
            }
        }
        List<String> alerts = rules("alerts.yml", "alert").stream()
                .map(rule -> rule.get("alert").asText())
                .toList();

        assertThat(fired).containsExactlyInAnyOrderElementsOf(alerts);
        assertThat(quiet).containsExactlyInAnyOrderElementsOf(alerts);
    }

    @Test
    void shouldPassItsCasesInPromtool() throws Exception {
        assumeTrue(
                Shell.has("promtool"),
                "skipped: no promtool to run docker/prometheus/tests (Debian: apt-get install prometheus)");
        List<String> command = new ArrayList<>(List.of("promtool", "test", "rules"));
        cases().forEach(file -> command.add(file.toString()));
        Shell.Result tested = Shell.run(Project.path("."), Map.of(), Duration.ofSeconds(60), command);
        Shell.Result checked = Shell.run(
                Project.path("."),
                Map.of(),
                Duration.ofSeconds(60),
                List.of(
                        "promtool",
                        "check",
                        "config",
                        "--syntax-only",
                        RULES.resolve("prometheus.yml").toString()));

        assertThat(tested.exit()).as(tested.output()).isZero();
        assertThat(checked.exit()).as(checked.output()).isZero();
    }

    @Test
    void shouldDrawOnlyWhatThereIs() throws IOException {
        String file = Files.readString(Path.of("docker/grafana/dashboards/sluice.json"));
        JsonNode dashboard = new ObjectMapper().readTree(file);
        List<String> expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(20);
        for (String expression : expressions) {
            assertThat(names(expression)).as(expression).isNotEmpty();
            assertThat(known()).as(expression).containsAll(names(expression));
        }
        assertThat(known())
                .containsAll(names(dashboard.at("/templating/list/0/query").asText()));
    }

    private static List<Path> cases() throws IOException {
        try (Stream<Path> files = Files.list(RULES.resolve("tests"))) {
            return files.sorted().toList();
        }
    }
}
