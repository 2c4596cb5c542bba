package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.noise.TallyRow;

/** First pass: how many samples each label has, and the sum of their self-confidence, in the units of the tally. */
final class SelfConfidencePart implements RowPasses.Part {

    private final long[] counts;
    private final long[] sums;

    SelfConfidencePart(int classes) {
        counts = new long[classes];
        sums = new long[classes];
    }

    @Override
    public void take(int firstRow, int count, ProbabilityBlock block) {
        int[] labels = block.labels();
        double[] probabilities = block.probabilities();
        for (int row = 0, at = 0; row < count; row++, at += counts.length) {
            int given = labels[row];
            counts[given]++;
            sums[given] = Math.addExact(sums[given], (long) Math.rint(probabilities[at + given] * TallyRow.UNITS));
        }
    }

    TallyRow row(int given) {
        return TallyRow.of(counts[given], sums[given], new int[0], new long[0]);
    }
}
