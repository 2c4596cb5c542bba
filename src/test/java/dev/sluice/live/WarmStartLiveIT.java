package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.files.NpyFixture;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.stream.Pipeline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** From a file of yesterday to a pipeline that judges its first sample: audit, import, run, stop, run on, do it again. */
class WarmStartLiveIT {

    private static final int CLASSES = 4;
    private static final int AUDITED = 3_000;
    private static final int STREAMED = 1_500;
    private static final int ENOUGH = 1_000;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldJudgeByTheImportedSnapshotUntilItsOwnStatisticsAreWarm() throws Exception {
        Path snapshot = STACK.folder().resolve("learnt.snapshot");
        audit(new GeneratedRows(AUDITED, CLASSES, 1), snapshot);
        Live live = STACK.pipeline(
                "warm",
                Map.of(
                        "classes", Integer.toString(CLASSES),
                        "policy.detector", "confident_learning",
                        "policy.warmUp.samples", Integer.toString(ENOUGH)));

        assertThat(importing(live, snapshot, "--json").get("executed").asBoolean())
                .isFalse();
        assertThat(importing(live, snapshot, "--json", "--execute").get("next").asInt())
                .isEqualTo(2);
        GeneratedRows rows = new GeneratedRows(STREAMED, CLASSES, 2);
        Pipeline first = live.start(2);
        live.running().load(rows, IntStream.range(0, 400).toArray()).atRest(800, 400);
        assertThat(statistics(live).samples()).as("400 of its own are cold").isEqualTo(AUDITED);

        live.stop(first);
        live.start(2);
        live.running().load(rows, IntStream.range(400, 600).toArray()).atRest(1_200, 600);
        assertThat(statistics(live).samples()).as("still so after a restart").isEqualTo(AUDITED);

        live.load(rows, IntStream.range(600, STREAMED).toArray()).atRest(2L * STREAMED, STREAMED);
        assertThat(statistics(live).samples()).as("its own, warm").isEqualTo(STREAMED);

        Map<String, String> routes = new HashMap<>();
        for (CleanSample row : live.read(live.spec.cleanTopic(), CleanSample.class)) {
            assertThat(row.getDecision().getReasons()).doesNotContain("WARM_UP");
            routes.put(row.getSample().getSampleId(), "CLEAN");
        }
        for (QuarantinedSample row : live.read(live.spec.quarantineTopic(), QuarantinedSample.class)) {
            routes.put(row.getSample().getSampleId(), "QUARANTINE");
        }
        assertThat(routes).hasSize(STREAMED);
        assertThat(routes.values()).contains("CLEAN", "QUARANTINE");
        assertThat(doneAgain(live, rows, snapshot)).isEqualTo(routes);
    }

    private static ModelStatistics statistics(Live live) {
        return live.newestSnapshot().models().get(0);
    }

    private static void audit(GeneratedRows rows, Path snapshot) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("audit", "--snapshot-out", snapshot.toString(), "--json"));
        arguments.addAll(List.of("--set", "classes=" + CLASSES));
        arguments.addAll(files(rows, "audited"));
        assertThat(run(arguments).get("n").asInt()).isEqualTo(AUDITED);
    }

    private static JsonNode importing(Live live, Path snapshot, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("snapshots", "import", snapshot.toString()));
        arguments.addAll(pipeline(live));
        arguments.addAll(List.of("--bootstrap-server", live.connection.bootstrapServers()));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    /** Records the order of the run, rehearses it with the imported snapshot, and answers each sample's route. */
    private static Map<String, String> doneAgain(Live live, GeneratedRows rows, Path snapshot) throws Exception {
        Path order = STACK.folder().resolve("warm-order.jsonl");
        Path decisions = STACK.folder().resolve("warm-decisions.csv");
        List<String> verify = new ArrayList<>(List.of("verify", "--order", order.toString(), "--json"));
        verify.addAll(pipeline(live));
        verify.addAll(List.of("--bootstrap-server", live.connection.bootstrapServers()));
        verify.addAll(List.of("--schema-registry", STACK.stack().registryUrl()));
        run(verify);
        List<String> rehearse = new ArrayList<>(List.of("rehearse", "--order", order.toString(), "--json"));
        rehearse.addAll(pipeline(live));
        rehearse.addAll(files(rows, "streamed"));
        rehearse.addAll(List.of("--warm-start", snapshot.toString(), "--out", decisions.toString()));
        run(rehearse);
        Map<String, String> routes = new HashMap<>();
        Files.readAllLines(decisions).stream()
                .skip(1)
                .map(line -> line.split(","))
                .forEach(cells -> routes.put(cells[1], cells[3]));
        return routes;
    }

    private static List<String> pipeline(Live live) {
        return List.of(
                "-f",
                "topologies/quickstart.yaml",
                "--set",
                "name=" + live.spec.name(),
                "--set",
                "topics={}",
                "--set",
                "classes=" + CLASSES,
                "--set",
                "policy.detector=confident_learning",
                "--set",
                "policy.warmUp.samples=" + ENOUGH);
    }

    private static List<String> files(GeneratedRows rows, String name) throws Exception {
        int[] labels = IntStream.range(0, rows.size()).map(rows::label).toArray();
        double[][] logits = new double[labels.length][CLASSES];
        for (int row = 0; row < labels.length; row++) {
            for (int k = 0; k < CLASSES; k++) {
                logits[row][k] = rows.logits(row)[k];
            }
        }
        Path ids = Files.write(
                STACK.folder().resolve(name + ".ids"),
                IntStream.range(0, labels.length).mapToObj(rows::id).toList());
        return List.of(
                "--labels",
                NpyFixture.int32(labels)
                        .write(STACK.folder(), name + "-labels.npy")
                        .toString(),
                "--logits",
                NpyFixture.float32(logits)
                        .write(STACK.folder(), name + "-logits.npy")
                        .toString(),
                "--ids",
                ids.toString());
    }

    private static JsonNode run(List<String> arguments) throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = SluiceCommand.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments.toArray(String[]::new));
        assertThat(code).as(arguments.get(0) + ": " + err + out).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
