package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.Sample;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import dev.sluice.replay.OrderedRehearsal;
import dev.sluice.replay.PairedRows;
import dev.sluice.replay.RecordedOrder;
import dev.sluice.replay.RecordedOrderFile;
import dev.sluice.replay.RecordedOrderWriter;
import dev.sluice.replay.RehearsalSetup;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.ControlTopics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Two models, two epochs, some logits missing: 4 partitions, 2 instances")
class SeveralModelsLiveIT {

    private static final int CLASSES = 4;
    private static final int ROWS = 4_000;
    private static final Map<String, String> SETS = Map.of(
            "classes", Integer.toString(CLASSES),
            "models", "[{id: large}, {id: small}]",
            "pairing", "{wait: 1m, onTimeout: judge, onRepeat: every}",
            "learning.snapshotEvery", "{records: 150, time: 200ms}",
            "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private final List<Sample> samples = new ArrayList<>();
    private final List<Logits> scores = new ArrayList<>();

    // Each sample in two epochs; `large` misses every tenth first epoch and every fifteenth second one.
    private void generate() {
        GeneratedRows first = new GeneratedRows(ROWS, CLASSES, 5);
        for (int row = 0; row < ROWS; row++) {
            samples.add(Sample.newBuilder()
                    .setSampleId(first.id(row))
                    .setLabel(first.label(row))
                    .build());
        }
        for (int epoch = 1; epoch <= 2; epoch++) {
            for (int row = 0; row < ROWS; row++) {
                score("small", epoch, first, row);
                if (row % (5 + 5 * epoch) != 0) {
                    score("large", epoch, first, row);
                }
            }
        }
    }

    private void score(String model, int epoch, GeneratedRows rows, int row) {
        float[] logits = rows.logits(row).clone();
        logits[row % CLASSES] += model.equals("small") ? .5f * epoch : 0;
        scores.add(Logits.newBuilder()
                .setSampleId(rows.id(row))
                .setModelId(model)
                .setModelVersion("1")
                .setLogits(PrimitiveLists.list(logits))
                .setOutOfSample(true)
                .setPresentation(epoch)
                .build());
    }

    @Test
    void shouldDecideEveryPresentationOnceAndReproduceIt() throws Exception {
        generate();
        Live live = STACK.pipeline("several", SETS);
        live.start(1);
        live.start(1);
        live.running();
        InputTopics topics = InputTopics.find(live.connection, live.spec);
        long now = System.currentTimeMillis();
        try (InputWriter writer = new InputWriter(live.connection, live.registry, topics)) {
            samples.forEach(sample -> writer.send(sample, now));
            scores.forEach(row -> writer.send(row, now + 1_000));
            writer.tick(dev.sluice.avro.Side.SAMPLE, now + 120_000);
            writer.tick(dev.sluice.avro.Side.LOGITS, now + 120_000);
            writer.flush();
        }
        live.atRest(samples.size() + scores.size(), 2L * ROWS);

        RecordedOrderWriter recorded = new RecordedOrderWriter();
        Map<String, Decision> decisions = new HashMap<>();
        List<Decision> rows = new ArrayList<>();
        live.read(live.spec.cleanTopic(), CleanSample.class).forEach(row -> rows.add(row.getDecision()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class).forEach(row -> rows.add(row.getDecision()));
        for (Decision decision : rows) {
            assertThat(decisions.put(decision.getSampleId() + "#" + decision.getPresentation(), decision))
                    .as("one decision a presentation")
                    .isNull();
            recorded.add(decision);
        }
        assertThat(decisions).hasSize(2 * ROWS);
        assertThat(rows).filteredOn(Decision::getRepeat).hasSize(ROWS);
        assertThat(rows)
                .filteredOn(decision -> !decision.getMissingModels().isEmpty())
                .allMatch(decision -> decision.getGates().contains("PARTIAL_EVIDENCE"))
                .hasSize(ROWS / 10 + (ROWS + 14) / 15);
        new ControlTopics(live.connection, live.spec).snapshots(recorded::add);

        assertThat(again(live.spec, recorded)).isEqualTo(bits(decisions));
    }

    private Map<String, Long> again(PipelineSpec spec, RecordedOrderWriter recorded) throws Exception {
        Path file = STACK.folder().resolve("several.jsonl");
        recorded.write(file);
        RecordedOrder order = RecordedOrderFile.read(file);
        PairedRows rows = new PairedRows(CLASSES, spec);
        samples.forEach(rows::add);
        scores.forEach(rows::add);
        rows.finish();
        Map<String, Long> again = new HashMap<>();
        List<String> units = new ArrayList<>();
        order.rows().forEach(row -> units.add(row.sampleId() + "#" + row.presentation()));
        OrderedRehearsal.run(
                RehearsalSetup.of(spec),
                rows,
                order,
                (row, id, decision) ->
                        again.put(units.get(again.size()), Double.doubleToRawLongBits(decision.pWrong())));
        return again;
    }

    private static Map<String, Long> bits(Map<String, Decision> decisions) {
        Map<String, Long> bits = new HashMap<>();
        decisions.forEach((unit, decision) -> bits.put(unit, Double.doubleToRawLongBits(decision.getPWrong())));
        return bits;
    }
}
