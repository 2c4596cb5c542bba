package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.DriftingRows;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.judge.Route;
import dev.sluice.load.EventTimes;
import dev.sluice.load.Loader;
import dev.sluice.load.Pace;
import dev.sluice.noise.ModelKey;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.Rehearsal;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.RehearsalSummary;
import dev.sluice.replay.ScoredRows;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows over four partitions: they forget in time when the noise jumps, and a recorded run can be done again. */
class WindowLiveIT {

    private static final int CHANGE = 8_000;
    private static final int RECOVERED = CHANGE + 5_000;
    private static final int END = 18_000;
    private static final int PIECE = 2_000;
    private static final double AS_GOOD = .03;
    private static final ModelKey MODEL = new ModelKey("main", "1");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    // One row a millisecond, so that 5 s of event time are 5,000 rows as well.
    @ParameterizedTest
    @CsvSource({"count, {samples: 5000}", "time, {time: 5s}"})
    void shouldFollowAJumpOfTheNoiseAndReproduceEverySnapshotFromItsRecord(String name, String window)
            throws Exception {
        DriftingRows rows = DriftingRows.generated(END, 10, CHANGE, .2, .7, 5);
        Map<String, String> sets =
                Map.of("learning.window", window, "policy.detector", "confident_learning", "topics.partitions", "4");
        Live live = STACK.pipeline("window-" + name, sets);
        live.start(2);
        live.running();
        Instant start = Instant.now().minusMillis(END);
        // Piece by piece: in a backlog one partition may be read far ahead of the others, and then a window by count
        // holds stretches of different times.
        for (int from = 0; from < END; from += PIECE) {
            load(live, rows, from, start.plusMillis(from));
            live.atRest(2L * (from + PIECE), from + PIECE);
        }

        Set<String> flagged = new HashSet<>();
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                .forEach(row -> flagged.add(row.getSample().getSampleId()));
        double fresh = f1(rows, freshFlags(rows)::contains);
        double windowed = f1(rows, row -> flagged.contains(rows.id(row)));
        System.out.printf("drift live, %s: F1 fresh %.4f, window %.4f%n", window, fresh, windowed);
        assertThat(windowed).isGreaterThan(fresh - AS_GOOD);
        assertThat(live.newestSnapshot().models().get(0).samples())
                .as("samples that the last snapshot remembers")
                .isBetween(4_000L, 5_400L);

        Path file = STACK.folder().resolve(name + ".jsonl");
        assertThat(verify(live, sets, file)).as("sluice verify --order").isZero();
        RecordedOrder order = RecordedOrderFile.read(file);
        RehearsalSummary again = OrderedRehearsal.run(
                RehearsalSetup.ofRecorded(live.spec), new ScoredRows(rows, MODEL, true), order, (row, id, d) -> {});
        assertThat(again.snapshots()).isEqualTo(order.snapshots().size()).isGreaterThan(5);
        assertThat(again.lastSnapshot().orElseThrow().hash())
                .isEqualTo(live.newestSnapshot().hash());
    }

    private static void load(Live live, DriftingRows rows, int from, Instant start) {
        live.write((writer, partitions) -> {
            EventTimes times = new EventTimes(start, Duration.ofMillis(1));
            Loader loader = new Loader(writer, times, new Pace(1e9), done -> {});
            loader.rows(rows, IntStream.range(from, from + PIECE).toArray(), MODEL, true);
            loader.finish();
        });
    }

    private static Set<Integer> freshFlags(DriftingRows rows) throws Exception {
        PipelineSpec unbounded = PipelineLoader.load(
                Path.of("topologies/quickstart.yaml"), Map.of("policy.detector", "confident_learning"));
        Set<Integer> flagged = new HashSet<>();
        Rehearsal.run(
                RehearsalSetup.of(unbounded),
                new ScoredRows(rows, MODEL, true),
                IntStream.range(CHANGE, END).toArray(),
                (row, id, decision) -> {
                    if (decision.route() == Route.QUARANTINE) {
                        flagged.add(row);
                    }
                });
        return flagged;
    }

    private static double f1(DriftingRows rows, IntPredicate flagged) {
        int hits = 0;
        int sum = 0;
        for (int row = RECOVERED; row < END; row++) {
            hits += rows.wrong(row) && flagged.test(row) ? 1 : 0;
            sum += (rows.wrong(row) ? 1 : 0) + (flagged.test(row) ? 1 : 0);
        }
        return 2.0 * hits / sum;
    }

    private static int verify(Live live, Map<String, String> sets, Path file) {
        List<String> command = new ArrayList<>(List.of("verify", "-f", "topologies/quickstart.yaml"));
        command.addAll(List.of("--set", "name=" + live.spec.name()));
        command.addAll(List.of("--set", "topics.samples=" + live.spec.topics().samples()));
        command.addAll(List.of("--set", "topics.logits=" + live.spec.topics().logits()));
        sets.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        command.addAll(List.of("--bootstrap-server", live.connection.bootstrapServers()));
        command.addAll(List.of("--schema-registry", live.connection.schemaRegistry(), "--order", file.toString()));
        return SluiceCommand.commandLine().execute(command.toArray(new String[0]));
    }
}
