package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.cli.SluiceCommand;
import dev.sluice.embedded.EmbeddedStack;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.noise.ModelKey;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.replay.RehearsalSummary;
import dev.sluice.replay.ScoredRows;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A live run of 4 partitions and 2 instances, done again from its recorded order")
class RecordedOrderLiveIT {

    private static final int CLASSES = 4;
    private static final int ROWS = 6_000;
    private static final Map<String, String> SETS = Map.of(
            "classes", Integer.toString(CLASSES),
            "learning.snapshotEvery", "{records: 150, time: 200ms}",
            "learning.maxAhead", "400",
            "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldReproduceEverySnapshotAndEveryDecision() throws Exception {
        GeneratedRows rows = new GeneratedRows(ROWS, CLASSES, 17);
        Path file = STACK.folder().resolve("order.jsonl");
        Live live = STACK.pipeline("again", SETS);
        live.start(1);
        live.start(1);
        live.running();
        live.load(rows, ArrivalOrder.shuffled(ROWS, 5)).atRest(2L * ROWS, ROWS);
        Map<String, Verdict> expected = new HashMap<>();
        for (CleanSample row : live.read(live.spec.cleanTopic(), CleanSample.class)) {
            expected.put(row.getSample().getSampleId(), Verdict.of(row.getDecision()));
        }
        for (QuarantinedSample row : live.read(live.spec.quarantineTopic(), QuarantinedSample.class)) {
            expected.put(row.getSample().getSampleId(), Verdict.of(row.getDecision()));
        }

        assertThat(verify(STACK.stack(), file)).as("sluice verify --order").isZero();
        RecordedOrder order = RecordedOrderFile.read(file);
        Map<String, Verdict> again = new HashMap<>();
        RehearsalSummary summary = OrderedRehearsal.run(
                RehearsalSetup.of(live.spec),
                new ScoredRows(rows, new ModelKey("main", "1"), true),
                order,
                (row, id, decision) -> again.put(id, Verdict.of(decision)));

        assertThat(again).hasSize(ROWS).isEqualTo(expected);
        assertThat(summary.snapshots())
                .as("snapshots re-learnt with the recorded hash")
                .isEqualTo(order.snapshots().size())
                .isGreaterThan(5);
        assertThat(summary.lastSnapshot().orElseThrow().hash())
                .isEqualTo(live.newestSnapshot().hash());
        System.out.printf(
                "recorded order: %d decisions and %d snapshots came out the same%n", again.size(), summary.snapshots());
    }

    private static int verify(EmbeddedStack stack, Path file) {
        return SluiceCommand.commandLine()
                .execute(
                        "verify",
                        "-f",
                        "topologies/quickstart.yaml",
                        "--set",
                        "name=again",
                        "--set",
                        "topics.samples=again.samples",
                        "--set",
                        "topics.logits=again.logits",
                        "--set",
                        "classes=" + CLASSES,
                        "--bootstrap-server",
                        stack.bootstrapServers(),
                        "--schema-registry",
                        stack.registryUrl(),
                        "--order",
                        file.toString());
    }
}
