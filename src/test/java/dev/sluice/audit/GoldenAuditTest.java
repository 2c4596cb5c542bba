package dev.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.LabelScore;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.SparseCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eight samples of three classes, with the figures that cleanlab 2.9.0 gives for them. */
class GoldenAuditTest {

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

    private static AuditResult audit(IssueFilter filter) {
        return Audit.run(new ListedRows(GIVEN, P), new ModelKey("main", "1"), filter, 2);
    }

    @ParameterizedTest
    @EnumSource(value = IssueFilter.class, names = "PREDICTED_NEQ_GIVEN", mode = EnumSource.Mode.EXCLUDE)
    void shouldFlagTwoRowsByEveryOtherRuleTheWorstFirst(IssueFilter filter) {
        assertThat(audit(filter).issues()).containsExactly(5, 1);
    }

    @Test
    void shouldFlagEveryRowThatIsPredictedOtherwise() {
        assertThat(audit(IssueFilter.PREDICTED_NEQ_GIVEN).issues()).containsExactly(5, 1, 3);
    }

    @Test
    void shouldLearnWhatTheReferenceLearns() {
        AuditResult result = audit(IssueFilter.BOTH);
        assertThat(result.learnt().thresholds()).containsExactly(new double[] {.516667, .55, .566667}, within(5e-7));
        assertThat(result.learnt().confidentJoint()).isEqualTo(SparseCounts.of(new long[][] {
            {1, 1, 0}, {0, 1, 0}, {1, 0, 2}
        }));
        assertThat(result.calibrated()).isEqualTo(SparseCounts.of(new long[][] {{1, 2, 0}, {0, 2, 0}, {1, 0, 2}}));
        assertThat(result.estimatedIssues()).isEqualTo(2);
    }

    @Test
    void shouldScoreAsTheReferenceDoes() {
        assertThat(scores(LabelScore.SELF_CONFIDENCE)).containsExactly(.9, .2, .8, .3, .9, .1, .7, .45);
        assertThat(scores(LabelScore.NORMALIZED_MARGIN))
                .containsExactly(new double[] {.925, .25, .85, .45, .925, .25, .75, .5}, within(1e-12));
        assertThat(scores(LabelScore.CONFIDENCE_WEIGHTED_ENTROPY))
                .containsExactly(
                        new double[] {.841535, .421103, .751541, .441759, .841535, .27116, .685034, .558181},
                        within(5e-7));
    }

    @Test
    void shouldAdjustForClassesOfWhichTheModelIsLessSure() {
        double[] thresholds = audit(IssueFilter.BOTH).learnt().thresholds();
        double[] adjusted = new double[P.length];
        for (int i = 0; i < P.length; i++) {
            double[] row = new double[3];
            LabelScore.adjust(P[i], 0, thresholds, row);
            adjusted[i] = row[GIVEN[i]];
        }
        assertThat(adjusted)
                .containsExactly(
                        new double[] {.890625, .234375, .765625, .296875, .84375, .09375, .65625, .46875},
                        within(1e-6));
    }

    @Test
    void shouldSayHowHealthyTheLabelsAre() {
        AuditResult result = audit(IssueFilter.BOTH);
        LabelHealth health = LabelHealth.of(result.calibrated());
        assertThat(health.overall()).isEqualTo(5.0 / 8);
        assertThat(health.worstFirst())
                .containsExactly(
                        new LabelHealth.OfClass(0, 3, 2, 1),
                        new LabelHealth.OfClass(2, 3, 1, 0),
                        new LabelHealth.OfClass(1, 2, 0, 2));
        assertThat(LabelHealth.overlaps(result.calibrated(), 10))
                .containsExactly(new LabelHealth.Overlap(0, 1, 2), new LabelHealth.Overlap(0, 2, 1));
        assertThat(LabelHealth.overlaps(result.calibrated(), 1)).containsExactly(new LabelHealth.Overlap(0, 1, 2));
    }

    private static double[] scores(LabelScore score) {
        double[] scores = new double[P.length];
        for (int i = 0; i < P.length; i++) {
            scores[i] = score.of(P[i], 0, 3, GIVEN[i]);
        }
        return scores;
    }
}
