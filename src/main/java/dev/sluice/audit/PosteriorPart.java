package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.TallyRow;

/** Last pass of the posterior: the rows whose P(label wrong) is above the cut-off, with P(label right). */
final class PosteriorPart extends Flagged {

    private final ProbabilityRows rows;
    private final PosteriorModel model;
    private final double[] cuts;
    private long expected;

    PosteriorPart(ProbabilityRows rows, PosteriorModel model, double[] cuts) {
        this.rows = rows;
        this.model = model;
        this.cuts = cuts;
    }

    @Override
    public void take(int firstRow, int count, ProbabilityBlock block) {
        for (int i = 0; i < count; i++) {
            int given = block.labels()[i];
            double logOdds = model.logOdds(rows.logits(firstRow + i), given);
            double pWrong = PosteriorModel.probability(logOdds);
            expected += (long) Math.rint(pWrong * TallyRow.UNITS);
            if (pWrong > cuts[given]) {
                add(firstRow + i, PosteriorModel.probability(-logOdds));
            }
        }
    }

    /** Sum of P(label wrong), in the units of the tally: an integer, whichever way rows are divided among threads. */
    long expected() {
        return expected;
    }
}
