package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.TuningData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the raw joint to the noise model, against what cleanlab 2.9.0 computed on real sets. */
class ReferenceJointsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cifar10_weak__labels__resnet50",
                "cifar10s__labels__resnet18",
                "cifar10s__labels__efficientnet_b1",
                "cifar10s__labels_human_aggre__resnet18",
                "cifar10s__labels_human_random1__efficientnet_b1",
                "mnist_test__labels__published"
            })
    void shouldGiveTheReferenceToTheLastCountOnSetsOfTenClasses(String set) throws IOException {
        JsonNode reference = reference(set);
        SparseCounts raw = counts(reference.get("confident_joint_raw"));
        long[] labels = labelCounts(reference);
        assertThat(CalibratedJoint.of(raw, labels)).isEqualTo(counts(reference.get("confident_joint")));
        shouldBeTheNoiseModel(reference, NoiseModel.of(raw, labels), 1e-9);
    }

    /**
     * Above 16 classes the reference sorts residuals with an unstable sort, so which of several cells with the same raw
     * count is rounded up hangs on its machine. Up to that choice the joints must agree.
     */
    @Test
    void shouldGiveTheReferenceUpToEqualCellsOnASetOfTwentyClasses() throws IOException {
        JsonNode reference = reference("cifar100n_workers_a__labels__simulated");
        SparseCounts raw = counts(reference.get("confident_joint_raw"));
        long[] labels = labelCounts(reference);
        SparseCounts calibrated = CalibratedJoint.of(raw, labels);
        SparseCounts expected = counts(reference.get("confident_joint"));
        for (int row = 0; row < raw.classes(); row++) {
            assertThat(cells(raw, calibrated, row)).as("row %d", row).isEqualTo(cells(raw, expected, row));
        }
        shouldBeTheNoiseModel(reference, NoiseModel.of(raw, labels), 2e-3);
    }

    private static void shouldBeTheNoiseModel(JsonNode reference, NoiseModel noise, double tolerance) {
        for (int given = 0; given < noise.prior().length; given++) {
            assertThat(noise.prior()[given])
                    .as("prior of class %d", given)
                    .isCloseTo(reference.get("prior_true").get(given).asDouble(), within(tolerance));
            JsonNode row = reference.get("noise_matrix_given_true").get(given);
            for (int truth = 0; truth < noise.prior().length; truth++) {
                assertThat(noise.givenByTrue().get(given, truth))
                        .as("P(given %d | true %d)", given, truth)
                        .isCloseTo(row.get(truth).asDouble(), within(tolerance));
            }
        }
    }

    /** Raw and calibrated count of each cell of a row, in sorted order. */
    private static List<String> cells(SparseCounts raw, SparseCounts calibrated, int row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < raw.classes(); column++) {
            cells.add(raw.get(row, column) + " -> " + calibrated.get(row, column));
        }
        cells.sort(null);
        return cells;
    }

    private static JsonNode reference(String set) throws IOException {
        return new ObjectMapper()
                .readTree(TuningData.file("reference", set + ".json").toFile());
    }

    private static long[] labelCounts(JsonNode reference) {
        SparseCounts calibrated = counts(reference.get("confident_joint"));
        long[] labels = new long[calibrated.classes()];
        for (int k = 0; k < labels.length; k++) {
            labels[k] = calibrated.rowSum(k);
        }
        return labels;
    }

    private static SparseCounts counts(JsonNode matrix) {
        long[][] dense = new long[matrix.size()][matrix.size()];
        for (int row = 0; row < dense.length; row++) {
            for (int column = 0; column < dense.length; column++) {
                dense[row][column] = matrix.get(row).get(column).asLong();
            }
        }
        return SparseCounts.of(dense);
    }
}
