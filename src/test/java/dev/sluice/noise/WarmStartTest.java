package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmStartTest {

    private static final SnapshotVersion OPENING = new SnapshotVersion(2, 1);
    private static final SnapshotVersion LATER = new SnapshotVersion(2, 2);
    private static final List<Coverage> COVERAGE = List.of(new Coverage(0, 40, 12));

    private static ModelStatistics learnt(String model, String version, long perClass) {
        long[] counts = {perClass, perClass};
        double[] thresholds = new double[2];
        Arrays.fill(thresholds, perClass == 0 ? 2 : .5 + perClass / 1e4);
        SparseCounts joint = SparseCounts.of(new long[][] {{perClass, 0}, {0, perClass}});
        return new ModelStatistics(
                new ModelKey(model, version), 2 * perClass, counts, thresholds, joint, NoiseModel.of(joint, counts));
    }

    private static Snapshot snapshot(SnapshotVersion version, List<Coverage> coverage, ModelStatistics... models) {
        return Snapshot.of(version, 2, "classes", coverage, List.of(models));
    }

    private final ModelStatistics imported = learnt("main", "audit", 500);
    private final Snapshot opening =
            WarmStart.opening(OPENING, snapshot(new SnapshotVersion(1, 1), COVERAGE, imported));

    @Test
    void shouldOpenWithTheKnowledgeAndWithoutCoverage() {
        assertThat(opening.version()).isEqualTo(OPENING);
        assertThat(opening.coverage()).isEmpty();
        assertThat(opening.models()).containsExactly(imported);
    }

    @Test
    void shouldServeTheImportedStatisticsWhileTheOwnAreCold() {
        Snapshot served = WarmStart.serve(snapshot(LATER, COVERAGE, learnt("main", "7", 20)), opening, 1000);
        assertThat(served).isEqualTo(snapshot(LATER, COVERAGE, imported));
    }

    @Test
    void shouldServeTheOwnStatisticsFromTheMomentTheyAreWarm() {
        Snapshot own = snapshot(LATER, COVERAGE, learnt("main", "7", 500));
        assertThat(WarmStart.serve(own, opening, 1000)).isSameAs(own);
    }

    @Test
    void shouldServeTheImportedStatisticsOfAModelThatHasNotSpokenYet() {
        Snapshot served = WarmStart.serve(snapshot(LATER, COVERAGE, learnt("other", "1", 600)), opening, 1000);
        assertThat(served.models()).containsExactly(imported, learnt("other", "1", 600));
    }

    @Test
    void shouldNotTakeFewerSamplesForMoreOnlyBecauseTheyAreImported() {
        Snapshot small = WarmStart.opening(OPENING, snapshot(LATER, COVERAGE, learnt("main", "audit", 3)));
        Snapshot own = snapshot(LATER, COVERAGE, learnt("main", "7", 20));
        assertThat(WarmStart.serve(own, small, 1000)).isSameAs(own);
    }

    @Test
    void shouldChangeNothingWithoutKnowledge() {
        Snapshot own = snapshot(LATER, COVERAGE, learnt("main", "7", 20));
        assertThat(WarmStart.serve(own, null, 1000)).isSameAs(own);
        assertThat(WarmStart.serve(own, snapshot(OPENING, List.of()), 1000)).isSameAs(own);
    }
}
