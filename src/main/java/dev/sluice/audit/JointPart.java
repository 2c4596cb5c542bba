package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.ConfidentClass;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.TallyRow;
import java.util.stream.Stream;

/** Second pass: the confident joint under the thresholds of the first, and the estimated number of issues. */
final class JointPart implements RowPasses.Part {

    private final double[] thresholds;
    private final TallyRow[] rows;
    private long issues;

    JointPart(double[] thresholds) {
        this.thresholds = thresholds;
        this.rows = Stream.generate(TallyRow::new).limit(thresholds.length).toArray(TallyRow[]::new);
    }

    @Override
    public void take(int firstRow, int count, ProbabilityBlock block) {
        int[] labels = block.labels();
        double[] probabilities = block.probabilities();
        for (int row = 0, at = 0; row < count; row++, at += thresholds.length) {
            int confident = ConfidentClass.of(probabilities, at, thresholds);
            if (confident != ConfidentClass.NONE) {
                rows[labels[row]].countJoint(confident);
                if (confident != labels[row]
                        && IssueFilter.CONFIDENT_LEARNING.admits(probabilities, at, labels[row], thresholds)) {
                    issues++;
                }
            }
        }
    }

    TallyRow row(int given) {
        return rows[given];
    }

    /** Off-diagonal members of the joint whose most probable class is not the given label. */
    long issues() {
        return issues;
    }
}
