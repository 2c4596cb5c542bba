package dev.sluice.noise;

import java.util.List;

/**
 * The cuts of a ranking, applied to one part of the rows in their order: flags what lies below a cut, and of the numbers that
 * equal it the first, until the group has as many as it wants. For one thread.
 */
public final class CutRule {

    private final Ranking ranking;
    private final ExactCuts cuts;
    private final long[] budget;

    private CutRule(Ranking ranking, ExactCuts cuts, long[] budget) {
        this.ranking = ranking;
        this.cuts = cuts;
        this.budget = budget;
    }

    /**
     * Divides what each group may take at its cut among the parts: the first parts take first.
     *
     * @param ties for each part, in the order of the rows, how many of its rows equal the cut of each group
     */
    public static List<CutRule> of(Ranking ranking, ExactCuts cuts, List<long[]> ties) {
        long[] left = new long[ranking.wanted().length];
        for (int group = 0; group < left.length; group++) {
            left[group] = cuts.wantedAtCut(group);
        }
        return ties.stream()
                .map(part -> {
                    long[] budget = left.clone();
                    for (int group = 0; group < left.length; group++) {
                        left[group] = Math.max(0, left[group] - part[group]);
                    }
                    return new CutRule(ranking, cuts, budget);
                })
                .toList();
    }

    /** Whether the next row of the part is flagged. Every row must be shown, as each may use up a place. */
    public boolean flags(double[] block, int from, int given) {
        boolean flagged = false;
        for (int group = ranking.firstGroup(given), end = ranking.endGroup(given); group < end; group++) {
            double value = ranking.value(block, from, given, group);
            double cut = cuts.cut(group);
            if (value < cut || (value == cut && budget[group]-- > 0)) {
                flagged = true;
            }
        }
        return flagged;
    }
}
