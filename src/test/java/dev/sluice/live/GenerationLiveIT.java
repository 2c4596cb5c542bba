package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.stream.ControlTopics;
import dev.sluice.stream.GenerationException;
import dev.sluice.stream.Pipeline;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** The learnt state ends and begins again; the account goes on. */
class GenerationLiveIT {

    private static final int ROWS = 2_000;
    private static final Map<String, String> WARM_AT_500 = Map.of("policy.warmUp.samples", "500");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldLearnAnewAfterAResetWhileItRunsAndKeepTheBooks() throws Exception {
        GeneratedRows rows = new GeneratedRows(2 * ROWS, 10, 3);
        Live live = STACK.pipeline("again", WARM_AT_500);
        live.start(2);
        live.start(1);
        live.running().load(rows, IntStream.range(0, ROWS).toArray()).atRest(2L * ROWS, ROWS);
        assertThat(live.newestSnapshot().version().generation()).isEqualTo(1);

        JsonNode would = reset(live, "--json");
        assertThat(would.get("executed").asBoolean()).isFalse();
        assertThat(would.get("running").asBoolean()).isTrue();
        assertThat(live.newestSnapshot().version().generation())
                .as("a dry run does nothing")
                .isEqualTo(1);
        assertThat(reset(live, "--execute", "--json").get("next").asInt()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> live.newestSnapshot().version().generation() == 2);
        live.load(rows, IntStream.range(ROWS / 2, 2 * ROWS).toArray());
        live.atRest(2L * (ROWS + 3 * ROWS / 2), ROWS);

        long[] recount = new long[10];
        IntStream.range(ROWS, 2 * ROWS).forEach(row -> recount[rows.label(row)]++);
        assertThat(live.newestSnapshot().models().get(0).counts())
                .as("learnt from the second life alone")
                .isEqualTo(recount);
        assertThat(live.read(live.spec.leftoversTopic(), Leftover.class))
                .as("known as decided in the first life")
                .filteredOn(row -> row.getReason() == LeftoverReason.DUPLICATE)
                .hasSize(ROWS / 2);
        List<CleanSample> clean = live.read(live.spec.cleanTopic(), CleanSample.class);
        assertThat(clean)
                .filteredOn(row -> row.getDecision().getSnapshotVersion() != null)
                .extracting(row -> row.getDecision().getSnapshotVersion().substring(0, 2))
                .contains("1.", "2.");
        assertThat(live.account().outOfBalance()).isZero();
        List<Integer> generations = new ArrayList<>();
        new ControlTopics(live.connection, live.spec).snapshots(snapshot -> generations.add(snapshot.getGeneration()));
        assertThat(generations).isSorted().contains(1, 2);
    }

    @Test
    void shouldOpenAGenerationForAChangedClassListAndLetGoOfWhatDoesNotFit() {
        Live first = STACK.pipeline("list", Map.of("classes", "10", "policy.warmUp.samples", "1000000"));
        Pipeline old = first.start(2);
        // Held in the warm-up: everything waits.
        first.running().load(new GeneratedRows(300, 10, 5), ArrivalOrder.ofFile(300), false);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(first.account().inputs()).isEqualTo(600));
        // The first snapshot says which list is in force; it comes up to a second later.
        await().atMost(Duration.ofSeconds(30)).until(() -> first.newestSnapshot() != null);

        Live second = new Live(STACK.stack(), STACK.folder().resolve("list-2"), "list", Map.of("classes", "12"));
        assertThatThrownBy(() -> second.start(1))
                .as("while instances run")
                .rootCause()
                .isInstanceOf(GenerationException.class)
                .hasMessageContaining("run with another class list");
        first.stop(old);
        Pipeline now = second.start(2);
        second.running();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(second.newestSnapshot().version().generation()).isEqualTo(2);
            assertThat(second.account().leftovers()).as("logits of 10").isEqualTo(300);
            assertThat(second.account().pending()).as("samples, which fit").isEqualTo(300);
        });
        assertThat(second.account().outOfBalance()).isZero();
        assertThat(second.read(second.spec.leftoversTopic(), Leftover.class))
                .allSatisfy(row -> assertThat(row.getReason()).isEqualTo(LeftoverReason.OUTDATED));

        second.stop(now);
        assertThatThrownBy(() -> first.start(1))
                .as("the old file")
                .rootCause()
                .isInstanceOf(GenerationException.class)
                .hasMessageContaining("the file has the class list of generation 1, in force is generation 2");
        second.close();
    }

    private static JsonNode reset(Live live, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "reset",
                "-f",
                "topologies/quickstart.yaml",
                "--bootstrap-server",
                live.connection.bootstrapServers(),
                "--set",
                "name=" + live.spec.name(),
                "--set",
                "topics={}"));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = SluiceCommand.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments.toArray(String[]::new));
        assertThat(code).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }
}
