package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.TuningData;
import dev.sluice.files.NpyProbabilities;
import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.files.ScoreKind;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.LabelScore;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SparseCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every figure of an audit against what cleanlab 2.9.0 computed on the same files. */
class ReferenceAuditTest {

    private static final ModelKey MODEL = new ModelKey("main", "1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cifar10_weak__labels__resnet50",
                "cifar10s__labels__resnet18",
                "cifar10s__labels__efficientnet_b1",
                "cifar10s__labels_human_aggre__resnet18",
                "cifar10s__labels_human_aggre__efficientnet_b1",
                "cifar10s__labels_human_random1__resnet18",
                "cifar10s__labels_human_random1__efficientnet_b1",
                "cifar10s__labels_human_random2__resnet18",
                "cifar10s__labels_human_random2__efficientnet_b1",
                "cifar10s__labels_human_random3__resnet18",
                "cifar10s__labels_human_random3__efficientnet_b1",
                "cifar100n_workers_a__labels__simulated",
                "mnist_test__labels__published"
            })
    void shouldGiveTheReference(String set) throws IOException {
        JsonNode reference = new ObjectMapper()
                .readTree(TuningData.file("reference", set + ".json").toFile());
        String[] parts = set.split("__");
        ProbabilityRows rows = NpyProbabilities.open(
                TuningData.file(parts[0], parts[1] + ".npy"),
                TuningData.file(parts[0], "probs_" + parts[2] + ".npy"),
                ScoreKind.PROBABILITIES,
                Optional.empty(),
                OptionalInt.empty());
        for (IssueFilter filter : IssueFilter.values()) {
            AuditResult result = Audit.run(rows, MODEL, filter, 2);
            shouldFlagTheSame(filter, reference, rows.size(), result.issues());
            if (filter == IssueFilter.CONFIDENT_LEARNING) {
                shouldLearnTheSame(reference, result);
                shouldScoreTheSame(reference, rows, result);
            }
        }
    }

    private static void shouldFlagTheSame(IssueFilter filter, JsonNode reference, int size, int[] issues) {
        String name = filter.name().toLowerCase(Locale.ROOT);
        Set<Integer> expected = new HashSet<>();
        reference.get("filters").get(name).get("indices").forEach(row -> expected.add(row.asInt()));
        Set<Integer> found = new HashSet<>(IntStream.of(issues).boxed().toList());
        assertThat(found).as("%s: rows flagged", name).hasSize(issues.length);
        List<Integer> different = new ArrayList<>();
        expected.stream().filter(row -> !found.contains(row)).forEach(different::add);
        found.stream().filter(row -> !expected.contains(row)).forEach(different::add);
        assertThat(different)
                .as("%s: flagged by one side only", name)
                .hasSizeLessThanOrEqualTo(Math.max(2, size / 2000));
    }

    private static void shouldLearnTheSame(JsonNode reference, AuditResult result) {
        int classes = result.learnt().thresholds().length;
        assertThat(result.estimatedIssues())
                .isEqualTo(reference.get("num_label_issues").asLong());
        for (int k = 0; k < classes; k++) {
            assertThat(result.learnt().thresholds()[k])
                    .as("threshold %d", k)
                    .isCloseTo(reference.get("thresholds").get(k).asDouble(), within(1e-9));
        }
        shouldBe(reference.get("confident_joint_raw"), result.learnt().confidentJoint());
        if (classes <= 16) {
            // Beyond 16 classes the reference's own choice among equal cells is arbitrary, see ReferenceJointsTest.
            shouldBe(reference.get("confident_joint"), result.calibrated());
        }
    }

    private static void shouldBe(JsonNode expected, SparseCounts counts) {
        for (int row = 0; row < counts.classes(); row++) {
            for (int column = 0; column < counts.classes(); column++) {
                assertThat(counts.get(row, column))
                        .as("cell %d, %d", row, column)
                        .isEqualTo(expected.get(row).get(column).asLong());
            }
        }
    }

    private static void shouldScoreTheSame(JsonNode reference, ProbabilityRows rows, AuditResult result) {
        double[] adjusted = new double[rows.classes()];
        for (LabelScore score : LabelScore.values()) {
            String name = score.name().toLowerCase(Locale.ROOT);
            double[] plain = new double[rows.size()];
            double[] fair = new double[rows.size()];
            ProbabilityBlock block = new ProbabilityBlock(rows.classes());
            for (int first = 0; first < rows.size(); ) {
                int count = rows.read(first, block);
                for (int i = 0; i < count; i++) {
                    int from = i * rows.classes();
                    plain[first + i] = score.of(block.probabilities(), from, rows.classes(), block.labels()[i]);
                    LabelScore.adjust(
                            block.probabilities(), from, result.learnt().thresholds(), adjusted);
                    fair[first + i] = score.of(adjusted, 0, rows.classes(), block.labels()[i]);
                }
                first += count;
            }
            shouldBe(reference.get("scores").get(name), name, plain);
            shouldBe(reference.get("scores").get(name + "_adjusted"), name + "_adjusted", fair);
        }
    }

    private static void shouldBe(JsonNode expected, String name, double[] scores) {
        if (expected == null) {
            assertThat(name).isEqualTo("confidence_weighted_entropy_adjusted");
            return;
        }
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        assertThat(sum / scores.length)
                .as("mean %s", name)
                .isCloseTo(expected.get("mean").asDouble(), within(1e-9));
        for (int i = 0; i < 100; i++) {
            assertThat(scores[i])
                    .as("%s of row %d", name, i)
                    .isCloseTo(expected.get("first_100").get(i).asDouble(), within(1e-9));
        }
    }
}
