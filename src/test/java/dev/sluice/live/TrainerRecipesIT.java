package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GeneratedRows;
import dev.sluice.Python;
import dev.sluice.avro.CleanSample;
import dev.sluice.live.Commands.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A manifest, and the recipes in docs/trainers that read it")
class TrainerRecipesIT {

    private static final int ROWS = 1_500;
    private static final Path RECIPES = Path.of("docs/trainers");
    private static final Map<String, String> SETS =
            Map.of("classes", "4", "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private static Live live;
    private static Path file;
    private static JsonNode manifest;

    @BeforeAll
    static void shouldNameTheRowsOfTheMiddle() throws Exception {
        live = STACK.pipeline("trained", SETS);
        live.start(1);
        live.running();
        Ran loaded = new Commands(live, SETS).run("load", "--jsonl", lines().toString());
        assertThat(loaded.code()).as(loaded.err()).isZero();
        live.atRest(2L * ROWS, ROWS);
        file = STACK.folder().resolve("manifest.json");
        // Of partitions 0 and 2, the samples from 50 to 250: no whole topic, and not in the order of the clean one.
        Ran ran = new Commands(live, SETS)
                .run("manifest", "--from", "0:50,2:50", "--to", "0:250,2:250", "--out", file.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        manifest = new ObjectMapper().readTree(file.toFile());
        long expected = live.read(live.spec.cleanTopic(), CleanSample.class).stream()
                .map(CleanSample::getDecision)
                .filter(one ->
                        one.getPartition() % 2 == 0 && one.getSampleOffset() >= 50 && one.getSampleOffset() < 250)
                .count();
        assertThat(manifest.get("rows").asLong()).isEqualTo(expected).isBetween(200L, 400L);
        assertThat(manifest.get("sumOfWeights").asDouble()).isEqualTo(expected);
        Ran none = new Commands(live, SETS)
                .run("manifest", "--from", "earliest", "--policy", "v7", "--out", file + ".none");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no clean row is in the range and of policy v7");
        assertThat(Path.of(file + ".none")).doesNotExist();
    }

    // With features, so that the recipe that trains has something to train on.
    private static Path lines() throws Exception {
        GeneratedRows rows = new GeneratedRows(ROWS, 4, 17);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            String logits = Arrays.toString(rows.logits(row));
            lines.add("{\"sample_id\":\"%s\",\"label\":%d,\"features\":%s}"
                    .formatted(rows.id(row), rows.label(row), logits));
            lines.add(
                    "{\"sample_id\":\"%s\",\"model_id\":\"main\",\"model_version\":\"1\",\"logits\":%s,\"out_of_sample\":true}"
                            .formatted(rows.id(row), logits));
        }
        return Files.write(STACK.folder().resolve("rows.jsonl"), lines);
    }

    @Test
    void shouldBeReadByThePythonRecipeInEveryEpoch() throws Exception {
        Python python = Python.with("confluent_kafka", "avro.io");
        Path script = RECIPES.resolve("train_pytorch.py");
        String[] where = {
            "--bootstrap-server",
            STACK.stack().bootstrapServers(),
            "--schema-registry",
            STACK.stack().registryUrl()
        };

        Python.Ran ran = python.run(script, file.toString(), where[0], where[1], where[2], where[3], "--epochs", "2");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertEpochs(ran.out());
        JsonNode first = new ObjectMapper().readTree(ran.out().get(0));
        JsonNode second = new ObjectMapper().readTree(ran.out().get(1));
        if (first.get("torch").asBoolean()) {
            assertThat(second.get("loss").asDouble())
                    .as("the loss of the second epoch")
                    .isPositive()
                    .isLessThan(first.get("loss").asDouble());
        }

        Path planted = STACK.folder().resolve("planted.json");
        String other = "f".repeat(64);
        Files.writeString(
                planted, Files.readString(file).replace(manifest.get("digest").asText(), other));
        assertThat(python.run(script, planted.toString(), where[0], where[1], where[2], where[3])
                        .err())
                .contains("read other rows than the manifest names");
    }

    @Test
    void shouldBeReadByTheJavaRecipe() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RECIPES.resolve("TrainJava.java").toString());
        assertEpochs(run(command, Map.of()));
    }

    @Test
    void shouldBeReadByTheNodeRecipe() throws Exception {
        String modules = System.getenv()
                .getOrDefault(
                        "SLUICE_NODE_MODULES",
                        Path.of("target/node/node_modules").toAbsolutePath().toString());
        assumeTrue(
                Files.isDirectory(Path.of(modules, "kafkajs")) && Files.isDirectory(Path.of(modules, "avsc")),
                "skipped: no kafkajs and avsc (npm install --prefix target/node kafkajs avsc, or name a folder of modules"
                        + " in SLUICE_NODE_MODULES)");
        assertEpochs(run(List.of("node", RECIPES.resolve("train_node.js").toString()), Map.of("NODE_PATH", modules)));
    }

    private static List<String> run(List<String> program, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                file.toString(), STACK.stack().bootstrapServers(), STACK.stack().registryUrl(), "2"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines.stream().filter(line -> line.startsWith("{")).toList();
    }

    private static void assertEpochs(List<String> lines) throws Exception {
        assertThat(lines).hasSize(2);
        for (String line : lines) {
            JsonNode epoch = new ObjectMapper().readTree(line);
            assertThat(epoch.get("rows").asLong())
                    .isEqualTo(manifest.get("rows").asLong());
            assertThat(epoch.get("digest").asText())
                    .isEqualTo(manifest.get("digest").asText());
            assertThat(epoch.get("sumOfWeights").asDouble())
                    .isCloseTo(manifest.get("sumOfWeights").asDouble(), withinPercentage(1e-9));
        }
    }
}
