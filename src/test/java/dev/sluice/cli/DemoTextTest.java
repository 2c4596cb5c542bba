package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.Route;
import dev.sluice.avro.Side;
import dev.sluice.demo.DemoItem;
import dev.sluice.demo.DemoResult;
import dev.sluice.demo.DemoScore;
import dev.sluice.demo.DemoSpec;
import dev.sluice.demo.DemoWorld;
import dev.sluice.replay.Balance;
import dev.sluice.replay.LedgerCheck;
import dev.sluice.replay.SideCount;
import dev.sluice.replay.VerificationReport;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A result of 200 items of which every mislabelled one went to quarantine and no other. */
class DemoTextTest {

    private static final int ITEMS = 200;

    private final DemoWorld world = new DemoWorld(1);
    private final DemoResult result = result();

    @Test
    void shouldTellANewcomerWhereEverythingWentAndHowGoodItIs() {
        List<String> lines = DemoText.lines(result);

        assertThat(lines)
                .anyMatch(line -> line.startsWith("WHERE EVERYTHING WENT"))
                .contains("  balanced: every input has exactly one fate")
                .anyMatch(line -> line.matches("  +1  EXPIRED +its other half never came"))
                .anyMatch(line -> line.matches("  +2  WRONG_MAGIC"))
                .anyMatch(line -> line.matches("  quarantine +1\\.000 +1\\.000 +1\\.000"))
                .anyMatch(line -> line.matches("  plain 'prediction differs from label' +0\\.\\d+ +0\\.\\d+ +0\\.\\d+"))
                .anyMatch(line -> line.matches("  cat +0\\.500"))
                .contains(
                        "SPEED: 400 records in 2.0 s, 200 a second, with broker, registry and pipeline in one process");
    }

    @Test
    void shouldShowQuarantinedItemsWithTheNamesOfTheirClasses() {
        long first = 0;
        while (!world.item(first).mislabelled()) {
            first++;
        }
        List<String> names = result.spec().classes().names();
        DemoItem item = world.item(first);
        String line = "  item-" + first + " +" + names.get(item.givenLabel()) + " +" + names.get(item.predicted())
                + " +0\\.900 +" + names.get(item.trueLabel());

        assertThat(DemoText.lines(result)).anyMatch(shown -> shown.matches(line));
    }

    @Test
    void shouldGiveTheKeysOfTheInterfaceAsJson() {
        JsonNode json = new ObjectMapper().valueToTree(DemoText.json(result));

        assertThat(json.fieldNames())
                .toIterable()
                .startsWith(
                        "samples",
                        "clean",
                        "quarantine",
                        "leftovers",
                        "deadLetters",
                        "pending",
                        "parked",
                        "balanced",
                        "noiseRate",
                        "modelAccuracy",
                        "precision",
                        "recall",
                        "f1",
                        "f1PredictedNeqGiven",
                        "recordsPerSecond",
                        "seconds");
        assertThat(json.get("samples").longValue()).isEqualTo(201);
        assertThat(json.get("balanced").booleanValue()).isTrue();
        assertThat(json.get("f1").doubleValue()).isEqualTo(1.0);
        assertThat(json.at("/deadLettersByCause/WRONG_MAGIC").longValue()).isEqualTo(2);
    }

    @Test
    void shouldSayHowToLookAtItOnlyWhileThereIsSomethingToLookAt() {
        Connection connection = new Connection("127.0.0.1:1234", "http://127.0.0.1:5678", Map.of());

        assertThat(DemoGuide.lines(result.spec(), connection, true))
                .contains("  ./sluice verify -f topologies/demo.yaml --bootstrap-server 127.0.0.1:1234"
                        + " --schema-registry http://127.0.0.1:5678");
        assertThat(DemoGuide.lines(result.spec(), connection, false))
                .noneMatch(line -> line.contains("1234"))
                .anyMatch(line -> line.contains("--serve"));
    }

    @Test
    void shouldRunThePipelineThatItsFileDescribes() {
        assertThat(PipelineLoader.load(Path.of("topologies/demo.yaml"), Map.of()))
                .isEqualTo(DemoSpec.of(Map.of()));
    }

    private DemoResult result() {
        DemoScore score = new DemoScore(world);
        for (int index = 0; index < ITEMS; index++) {
            score.decision(decision(index, world.item(index)));
        }
        Leftover leftover = new Leftover();
        leftover.setReason(LeftoverReason.EXPIRED);
        score.leftover(leftover);
        score.letter(Side.SAMPLE, "WRONG_MAGIC");
        score.letter(Side.LOGITS, "WRONG_MAGIC");
        double[] thresholds = new double[10];
        java.util.Arrays.fill(thresholds, 0.5);
        VerificationReport verification = new VerificationReport(
                new Balance.Holds(
                        new SideCount(201, 160, 40, 0, 1, 0, 0, 0), new SideCount(200, 160, 40, 0, 0, 0, 0, 0)),
                List.of(),
                List.of(),
                List.of(),
                0,
                new LedgerCheck.Agrees());
        return new DemoResult(DemoSpec.of(Map.of()), verification, score, thresholds, "1.7", 400, 2.0);
    }

    private static Decision decision(int index, DemoItem item) {
        Decision decision = new Decision();
        decision.setSampleId("item-" + index);
        decision.setRoute(item.mislabelled() ? Route.QUARANTINE : Route.CLEAN);
        decision.setGivenLabel(item.givenLabel());
        decision.setSuggestedLabel(item.predicted());
        decision.setPWrong(0.9);
        return decision;
    }
}
