package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.ExactCuts;
import dev.sluice.noise.Ranking;

/** One of the passes that find the cuts of a ranking. */
final class CutPart implements RowPasses.Part {

    private final Ranking ranking;
    private final ExactCuts.Count count;
    private final int classes;

    CutPart(Ranking ranking, ExactCuts cuts, int classes) {
        this.ranking = ranking;
        this.count = cuts.count();
        this.classes = classes;
    }

    @Override
    public void take(int firstRow, int rows, ProbabilityBlock block) {
        int[] labels = block.labels();
        double[] probabilities = block.probabilities();
        for (int row = 0, at = 0; row < rows; row++, at += classes) {
            int given = labels[row];
            for (int group = ranking.firstGroup(given), end = ranking.endGroup(given); group < end; group++) {
                count.add(group, ranking.value(probabilities, at, given, group));
            }
        }
    }

    ExactCuts.Count count() {
        return count;
    }
}
