package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.TallyRow;

/** First pass: how many samples each label has, how many agree with it, and the sum of their self-confidence, in the units of the tally. */
final class SelfConfidencePart implements RowPasses.Part {

    private final long[] counts;
    private final long[] agreeing;
    private final long[] sums;

    SelfConfidencePart(int classes) {
        counts = new long[classes];
        agreeing = new long[classes];
        sums = new long[classes];
    }

    @Override
    public void take(int firstRow, int count, ProbabilityBlock block) {
        int[] labels = block.labels();
        double[] probabilities = block.probabilities();
        for (int row = 0, at = 0; row < count; row++, at += counts.length) {
            int given = labels[row];
            counts[given]++;
            agreeing[given] += predicts(probabilities, at, given) ? 1 : 0;
            sums[given] = Math.addExact(sums[given], (long) Math.rint(probabilities[at + given] * TallyRow.UNITS));
        }
    }

    private boolean predicts(double[] probabilities, int from, int given) {
        double own = probabilities[from + given];
        for (int k = 0; k < counts.length; k++) {
            if (k < given ? probabilities[from + k] >= own : probabilities[from + k] > own) {
                return false;
            }
        }
        return true;
    }

    TallyRow row(int given) {
        return TallyRow.of(counts[given], agreeing[given], sums[given], new int[0], new long[0]);
    }
}
