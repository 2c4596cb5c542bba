package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.ExactCuts;
import dev.sluice.noise.Ranking;

/** Counts the rows of a part that lie exactly at a cut, so that the first of all rows can be taken. */
final class TiePart implements RowPasses.Part {

    private final Ranking ranking;
    private final ExactCuts cuts;
    private final int classes;
    private final long[] ties;

    TiePart(Ranking ranking, ExactCuts cuts, int classes) {
        this.ranking = ranking;
        this.cuts = cuts;
        this.classes = classes;
        this.ties = new long[ranking.wanted().length];
    }

    @Override
    public void take(int firstRow, int rows, ProbabilityBlock block) {
        int[] labels = block.labels();
        double[] probabilities = block.probabilities();
        for (int row = 0, at = 0; row < rows; row++, at += classes) {
            int given = labels[row];
            for (int group = ranking.firstGroup(given), end = ranking.endGroup(given); group < end; group++) {
                if (ranking.value(probabilities, at, given, group) == cuts.cut(group)) {
                    ties[group]++;
                }
            }
        }
    }

    long[] ties() {
        return ties;
    }
}
