package dev.sluice.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Eight samples of three classes, with the figures that cleanlab 2.9.0 gives for them. */
class GoldenVectorTest {

    private static final double[][] P = {
        {.9, .05, .05},
        {.2, .7, .1},
        {.1, .8, .1},
        {.3, .3, .4},
        {.05, .05, .9},
        {.6, .3, .1},
        {.1, .2, .7},
        {.45, .45, .1}
    };
    private static final int[] GIVEN = {0, 0, 1, 1, 2, 2, 2, 0};
    private static final ModelKey MODEL = new ModelKey("main", "1");

    private final ModelStatistics learnt = twoPasses();

    @Test
    void shouldGiveTheThresholdsOfTheReference() {
        assertThat(learnt.thresholds()).containsExactly(new double[] {.516667, .55, .566667}, within(5e-7));
    }

    @Test
    void shouldGiveTheConfidentJointOfTheReference() {
        assertThat(dense(learnt.confidentJoint())).isDeepEqualTo(new long[][] {{1, 1, 0}, {0, 1, 0}, {1, 0, 2}});
    }

    @Test
    void shouldGiveTheCalibratedJointOfTheReference() {
        SparseCounts calibrated = CalibratedJoint.of(learnt.confidentJoint(), learnt.counts());
        assertThat(dense(calibrated)).isDeepEqualTo(new long[][] {{1, 2, 0}, {0, 2, 0}, {1, 0, 2}});
    }

    @Test
    void shouldGiveTheNoiseMatrixOfTheReference() {
        double[][] expected = {{.5, .5, 0}, {0, .5, 0}, {.5, 0, 1}};
        for (int given = 0; given < 3; given++) {
            for (int truth = 0; truth < 3; truth++) {
                assertThat(learnt.noise().givenByTrue().get(given, truth))
                        .as("P(given %d | true %d)", given, truth)
                        .isCloseTo(expected[given][truth], within(1e-12));
            }
        }
    }

    @Test
    void shouldGiveThePriorOfTheReference() {
        assertThat(learnt.noise().prior()).containsExactly(new double[] {.25, .5, .25}, within(1e-12));
    }

    /** Pass one learns the thresholds, pass two counts the joint under them: the batch definition. */
    private static ModelStatistics twoPasses() {
        Map<TallyKey, TallyRow> rows = new HashMap<>();
        for (int i = 0; i < P.length; i++) {
            rows.computeIfAbsent(new TallyKey(0, MODEL, GIVEN[i]), key -> new TallyRow())
                    .add(P[i][GIVEN[i]], true);
        }
        ModelStatistics thresholds = freeze(rows);
        for (int i = 0; i < P.length; i++) {
            int cell = thresholds.confidentClass(P[i]);
            if (cell >= 0) {
                rows.get(new TallyKey(0, MODEL, GIVEN[i])).countJoint(cell);
            }
        }
        return freeze(rows);
    }

    private static ModelStatistics freeze(Map<TallyKey, TallyRow> rows) {
        return SnapshotLearner.freeze(new SnapshotVersion(1, 1), 3, "abc", List.of(), rows, List.of(MODEL))
                .models()
                .get(0);
    }

    private static long[][] dense(SparseCounts counts) {
        long[][] dense = new long[counts.classes()][counts.classes()];
        for (int row = 0; row < dense.length; row++) {
            for (int column = 0; column < dense.length; column++) {
                dense[row][column] = counts.get(row, column);
            }
        }
        return dense;
    }
}
