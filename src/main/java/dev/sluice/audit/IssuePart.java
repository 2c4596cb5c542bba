package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.CutRule;
import dev.sluice.noise.IssueFilter;
import java.util.List;

/** Last pass: the rows that are flagged, in their order, with their self-confidence. */
final class IssuePart extends Flagged {

    private final IssueFilter filter;
    private final double[] thresholds;
    private final CutRule[] rules;

    IssuePart(IssueFilter filter, double[] thresholds, List<CutRule> rules) {
        this.filter = filter;
        this.thresholds = thresholds;
        this.rules = rules.toArray(CutRule[]::new);
    }

    @Override
    public void take(int firstRow, int count, ProbabilityBlock block) {
        int[] labels = block.labels();
        double[] probabilities = block.probabilities();
        for (int row = 0, at = 0; row < count; row++, at += thresholds.length) {
            int given = labels[row];
            boolean flagged = true;
            for (CutRule rule : rules) {
                flagged &= rule.flags(probabilities, at, given);
            }
            if (flagged && filter.admits(probabilities, at, given, thresholds)) {
                add(firstRow + row, probabilities[at + given]);
            }
        }
    }
}
