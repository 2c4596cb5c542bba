package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.noise.ModelKey;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.NoiseModel;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.SparseCounts;
import dev.sluice.noise.WarmStart;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A generation that begins with what was learnt elsewhere. */
class WarmStartHarnessTest {

    private static final String YAML = "learning: {snapshotEvery: {records: 1, time: 50ms}}\n"
            + "policy: {detector: confident_learning, warmUp: {samples: 100, perClass: 1}}\n";

    private static Snapshot imported(int classes, FilterHarness harness) {
        long[] counts = new long[classes];
        Arrays.fill(counts, 1_000);
        double[] thresholds = new double[classes];
        Arrays.fill(thresholds, .8);
        long[][] joint = new long[classes][classes];
        for (int s = 0; s < classes; s++) {
            for (int y = 0; y < classes; y++) {
                joint[s][y] = s == y ? 900 : 100_000 + 7L * s + y;
            }
        }
        SparseCounts cells = SparseCounts.of(joint);
        ModelStatistics statistics = new ModelStatistics(
                new ModelKey("main", "audit"),
                1_000L * classes,
                counts,
                thresholds,
                cells,
                NoiseModel.of(cells, counts));
        return WarmStart.opening(
                new SnapshotVersion(2, Generation.OPENING),
                Snapshot.of(
                        new SnapshotVersion(1, 1),
                        classes,
                        harness.spec.classes().hash(),
                        List.of(),
                        List.of(statistics)));
    }

    /** With 200 classes the opening comes in chunks. */
    @ParameterizedTest
    @ValueSource(ints = {3, 200})
    void shouldJudgeFromTheFirstSampleAndGoOverToItsOwnStatisticsWhenTheyAreWarm(int classes) {
        try (FilterHarness harness = FilterHarness.of("classes: " + classes + "\n" + YAML)) {
            Snapshot imported = imported(classes, harness);
            List<ProducerRecord<byte[], byte[]>> records = Generation.openingRecords(imported, harness.spec);
            assertThat(records.size() > 2).as("in chunks").isEqualTo(classes == 200);

            harness.open(imported, harness.spec);
            pairs(harness, classes, 0, 1);
            assertThat(harness.clean())
                    .as("nothing is held")
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.getDecision().getSnapshotVersion()).isEqualTo("2.1"));
            pairs(harness, classes, 1, 40);
            settle(harness);
            assertThat(harness.snapshots.newest().version().sequence()).isGreaterThan(1);
            assertThat(harness.snapshots.newest().coverage(0).arrived()).isEqualTo(41);
            assertThat(harness.snapshots.newest().models())
                    .as("its own 41 samples are cold")
                    .isEqualTo(imported.models());

            pairs(harness, classes, 41, 59);
            settle(harness);
            assertThat(harness.snapshots.newest().models())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.samples()).isEqualTo(100));
            assertThat(harness.ledger().samplesOutOfBalance()).isZero();
        }
    }

    @Test
    void shouldForgetTheImportedStatisticsWithTheirGeneration() {
        try (FilterHarness harness = FilterHarness.of("classes: 3\n" + YAML)) {
            harness.open(imported(3, harness), harness.spec);
            harness.open(3, harness.spec);
            pairs(harness, 3, 0, 5);
            settle(harness);
            assertThat(harness.snapshots.newest().version().generation()).isEqualTo(3);
            assertThat(harness.snapshots.newest().models())
                    .singleElement()
                    .satisfies(statistics -> assertThat(statistics.samples()).isEqualTo(5));
            assertThat(harness.clean()).as("held in the warm-up").isEmpty();
        }
    }

    private static void pairs(FilterHarness harness, int classes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            float[] scores = new float[classes];
            scores[i % classes] = 9;
            harness.pipe(sample("s" + i).label(i % classes))
                    .pipe(logits("s" + i).values(scores));
        }
    }

    private static void settle(FilterHarness harness) {
        for (int beat = 0; beat < 4; beat++) {
            harness.pass(Duration.ofMillis(50)).shuttle();
        }
    }
}
