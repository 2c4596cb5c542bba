package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.TuningData;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.NpyFile;
import dev.sluice.files.NpyRows;
import dev.sluice.files.ScoreKind;
import dev.sluice.judge.DetectorKind;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelStatistics;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over 50,000 real predictions with synthetic label noise, against the truth and cleanlab's figures. */
@DisplayName("Confident learning in one pass on cifar10s")
class TuningDataAccuracyTest {

    /** F1 of the two-pass filter on this set, and how far one pass may be off. */
    private static final double BATCH_F1 = 0.905;

    private static final double F1_TOLERANCE = 0.01;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldComeNearTheBatchF1WhenRowsArriveInAnyOrder(long seed) throws IOException {
        LabelledRows rows = rows("labels.npy");
        NpyFile truth = NpyFile.open(TuningData.file("cifar10s", "true.npy"));
        int[] hits = new int[3];
        RehearsalSummary summary = Rehearsal.run(
                setup().classes(10).detector(DetectorKind.CONFIDENT_LEARNING).build(),
                setup().scored(rows),
                ArrivalOrder.shuffled(rows.size(), seed),
                (row, id, decision) -> {
                    boolean wrong = rows.label(row) != truth.integer(row, 0);
                    boolean flagged = decision.route() == Route.QUARANTINE;
                    hits[0] += wrong && flagged ? 1 : 0;
                    hits[1] += wrong ? 1 : 0;
                    hits[2] += flagged ? 1 : 0;
                });
        double f1 = 2.0 * hits[0] / (hits[1] + hits[2]);
        System.out.printf("cifar10s, shuffle %d: F1 %.4f, %d quarantined%n", seed, f1, hits[2]);
        assertThat(summary.samples()).isEqualTo(50_000);
        assertThat(f1).isCloseTo(BATCH_F1, within(F1_TOLERANCE));
    }

    @Test
    void shouldEndWithTheBatchThresholdsAndCountsWhenAllRowsHaveArrived() throws IOException {
        LabelledRows rows = rows("labels.npy");
        JsonNode reference = new ObjectMapper()
                .readTree(TuningData.file("reference", "cifar10s__labels__resnet18.json")
                        .toFile());
        RehearsalSummary summary = Rehearsal.run(
                setup().classes(10).build(),
                setup().scored(rows),
                ArrivalOrder.shuffled(rows.size(), 7),
                (row, id, decision) -> {});
        ModelStatistics learnt = summary.lastSnapshot().orElseThrow().models().get(0);
        assertThat(learnt.samples()).isEqualTo(50_000);
        for (int k = 0; k < 10; k++) {
            assertThat(learnt.thresholds()[k])
                    .as("threshold of class %d", k)
                    .isCloseTo(reference.get("thresholds").get(k).asDouble(), within(1e-6));
        }
    }

    private static LabelledRows rows(String labels) throws IOException {
        return NpyRows.open(
                TuningData.file("cifar10s", labels),
                TuningData.file("cifar10s", "probs_resnet18.npy"),
                ScoreKind.PROBABILITIES,
                Optional.empty(),
                OptionalInt.of(10));
    }
}
