package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.CollapsingRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.judge.Reason;
import dev.sluice.noise.ModelKey;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.ScoredRows;
import dev.sluice.stream.Pipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A model that collapses and recovers, live on 4 partitions and 2 instances")
class GuardLiveIT {

    private static final int CLASSES = 4;
    private static final Map<String, String> SETS = Map.of(
            "classes", Integer.toString(CLASSES),
            "learning.snapshotEvery", "{records: 100, time: 100ms}",
            "learning.maxAhead", "50",
            "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    //  rows     0 .......... 2,500 ......... 4,500 ..... 5,500 ........... 10,000 .... 11,000
    //  model    mostly right   the first class for all     mostly right
    //  breaker  closed           opens         open          closes          closed
    @Test
    void shouldOpenItsBreakersCloseThemAndComeOutTheSameAgain() throws Exception {
        CollapsingRows rows = new CollapsingRows(11_000, CLASSES, .1, 2_500, 5_500, 23);
        Live live = STACK.pipeline("guarded", SETS);
        Pipeline one = live.start(1);
        Pipeline other = live.start(1);
        live.running();
        Instant start = Instant.now();
        int[] ends = {2_500, 4_500, 5_500, 10_000, 11_000};
        int from = 0;
        for (int end : ends) {
            live.load(rows, IntStream.range(from, end).toArray(), start, Double.POSITIVE_INFINITY, false)
                    .atRest(2L * end, end);
            from = end;
            boolean closed = end != 4_500 && end != 5_500;
            // Rows at rest are judged; the snapshot that knows so comes up to a second later.
            Awaitility.await("breakers " + (closed ? "closed" : "open") + " after " + end)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> live.newestSnapshot().rates().judged() > 0
                            && one.guards().open().isEmpty() == closed
                            && other.guards().open().isEmpty() == closed);
        }
        Map<String, Decision> decided = new HashMap<>();
        live.read(live.spec.cleanTopic(), CleanSample.class)
                .forEach(row -> decided.put(row.getSample().getSampleId(), row.getDecision()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                .forEach(row -> decided.put(row.getSample().getSampleId(), row.getDecision()));
        long spared = decided.values().stream().filter(GuardLiveIT::spared).count();

        assertThat(decided).hasSize(11_000);
        assertThat(quarantined(decided, 0, 2_500)).isBetween(100L, 400L);
        assertThat(quarantined(decided, 4_500, 5_500)).as("while it is open").isZero();
        assertThat(quarantined(decided, 10_000, 11_000))
                .as("after it has closed")
                .isBetween(60L, 160L);
        assertThat(one.guards().decided(Reason.BREAKER) + other.guards().decided(Reason.BREAKER))
                .isEqualTo(spared)
                .isGreaterThan(500);
        assertThat(one.guards().openings()).isEqualTo(one.guards().closings()).isPositive();

        Path file = STACK.folder().resolve("order.jsonl");
        assertThat(verify(file)).as("sluice verify --order").isZero();
        RecordedOrder order = RecordedOrderFile.read(file);
        Map<String, Verdict> again = new HashMap<>();
        OrderedRehearsal.run(
                RehearsalSetup.of(live.spec),
                new ScoredRows(rows, new ModelKey("main", "1"), true),
                order,
                (row, id, decision) -> again.put(id, Verdict.of(decision)));
        Map<String, Verdict> expected = new HashMap<>();
        decided.forEach((id, decision) -> expected.put(id, Verdict.of(decision)));
        assertThat(again).isEqualTo(expected);
        System.out.printf(
                "guard, live: %d in quarantine of rows 2500..4500, %d spared, %d openings; %d snapshots came out the same%n",
                quarantined(decided, 2_500, 4_500),
                spared,
                one.guards().openings(),
                order.snapshots().size());
    }

    private static long quarantined(Map<String, Decision> decided, int from, int to) {
        return IntStream.range(from, to)
                .filter(row -> decided.get("row-" + row).getRoute().name().equals("QUARANTINE"))
                .count();
    }

    private static boolean spared(Decision decision) {
        return decision.getReasons().contains("BREAKER");
    }

    private static int verify(Path file) {
        return SluiceCommand.commandLine()
                .execute(
                        "verify",
                        "-f",
                        "topologies/quickstart.yaml",
                        "--set",
                        "name=guarded",
                        "--set",
                        "topics.samples=guarded.samples",
                        "--set",
                        "topics.logits=guarded.logits",
                        "--set",
                        "classes=" + CLASSES,
                        "--bootstrap-server",
                        STACK.stack().bootstrapServers(),
                        "--schema-registry",
                        STACK.stack().registryUrl(),
                        "--order",
                        file.toString());
    }
}
