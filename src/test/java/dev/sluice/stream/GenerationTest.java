package dev.sluice.stream;

import static dev.sluice.stream.Given.logits;
import static dev.sluice.stream.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.LeftoverReason;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A generation is opened while filter and learner run. */
class GenerationTest {

    private static final String THREE = "classes: 3\n";
    private static final String LEARNING = "learning: {snapshotEvery: {records: 1, time: 50ms}}\n";
    private static final String WARM = THREE + LEARNING + "policy: {warmUp: {samples: 2, perClass: 1}}\n";
    private static final String COLD = THREE + LEARNING + "policy: {warmUp: {samples: 1000}}\n";

    @Test
    void shouldLearnFromNothingAgainAndNameTheNewGeneration() {
        try (FilterHarness harness = FilterHarness.of(WARM)) {
            pairs(harness, 0, 6);
            settle(harness);
            assertThat(harness.snapshots.newest().version().generation()).isEqualTo(1);
            assertThat(harness.snapshots.newest().models().get(0).samples()).isEqualTo(6);
            harness.clean();

            harness.open(2, harness.spec);
            assertThat(harness.snapshots.newest().version()).isEqualTo(new SnapshotVersion(2, 1));
            assertThat(harness.snapshots.newest().models()).isEmpty();
            pairs(harness, 6, 4);
            settle(harness);

            assertThat(harness.snapshots.newest().version().compareTo(new SnapshotVersion(2, 1)))
                    .isPositive();
            assertThat(harness.snapshots.newest().models().get(0).samples()).isEqualTo(4);
            assertThat(harness.snapshots.newest().coverage(0).arrived()).isEqualTo(4);
            assertThat(harness.clean())
                    .extracting(row -> row.getDecision().getSequence())
                    .containsExactly(1L, 2L, 3L, 4L);
            assertThat(harness.ledger().samples()).isEqualTo(10);
            assertThat(harness.ledger().samplesOutOfBalance()).isZero();
        }
    }

    @Test
    void shouldStillKnowWhatWasDecidedBefore() {
        try (FilterHarness harness = FilterHarness.of(WARM)) {
            pairs(harness, 0, 3);
            settle(harness);
            harness.open(2, harness.spec);
            harness.pipe(sample("s1").label(1));

            assertThat(harness.leftovers())
                    .singleElement()
                    .satisfies(row -> assertThat(row.getReason()).isEqualTo(LeftoverReason.DUPLICATE));
        }
    }

    @Test
    void shouldLearnAgainFromWhatWaitsToBeJudged() {
        try (FilterHarness harness = FilterHarness.of(COLD)) {
            pairs(harness, 0, 5);
            settle(harness);
            assertThat(harness.clean()).as("held in the warm-up").isEmpty();

            harness.open(2, harness.spec);
            settle(harness);

            assertThat(harness.snapshots.newest().models().get(0).samples()).isEqualTo(5);
            assertThat(harness.ledger().arrived()).isEqualTo(5);
            harness.tick(Duration.ofHours(1).toMillis());
            settle(harness);
            assertThat(harness.clean()).hasSize(5).allSatisfy(this::ofTheSecond);
            assertThat(harness.ledger().pending()).isZero();
        }
    }

    @Test
    void shouldStopBothApplicationsWhenTheGenerationHasAnotherClassList() {
        PipelineSpec two = PipelineLoader.parse("{name: t, classes: 2}", Map.of());
        FilterHarness old = FilterHarness.of(COLD);
        pairs(old, 0, 3);
        settle(old);

        assertThatThrownBy(() -> old.open(2, two))
                .as("the learner")
                .rootCause()
                .isInstanceOf(GenerationException.class)
                .hasMessageContaining("generation 2 of t has another class list");
        old.snapshots.offer(Generation.opening(2, two));
        assertThatThrownBy(() -> old.pipe(sample("late")))
                .as("the filter")
                .rootCause()
                .isInstanceOf(GenerationException.class)
                .hasMessageContaining("start it with the file that the others have");
        assertThat(old.snapshots.generation()).isEqualTo(1);
    }

    private void ofTheSecond(CleanSample row) {
        assertThat(row.getDecision().getSnapshotVersion()).startsWith("2.");
    }

    private static void pairs(FilterHarness harness, int from, int count) {
        for (int i = from; i < from + count; i++) {
            float[] scores = new float[3];
            scores[i % 3] = 3;
            harness.pipe(sample("s" + i).label(i % 3)).pipe(logits("s" + i).values(scores));
        }
    }

    private static void settle(FilterHarness harness) {
        for (int beat = 0; beat < 4; beat++) {
            harness.pass(Duration.ofMillis(50)).shuttle();
        }
    }
}
