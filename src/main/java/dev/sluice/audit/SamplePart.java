package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;
import dev.sluice.noise.LearningSample;
import dev.sluice.noise.SampleRow;

/** A pass for the posterior: the rows that it is learnt from, by the hash of their ids, as a stream would choose them. */
final class SamplePart implements RowPasses.Part {

    private final ProbabilityRows rows;
    private final LearningSample sample;

    SamplePart(ProbabilityRows rows) {
        this.rows = rows;
        this.sample = new LearningSample(rows.classes());
    }

    @Override
    public void take(int firstRow, int count, ProbabilityBlock block) {
        for (int i = 0; i < count; i++) {
            int row = firstRow + i;
            int given = block.labels()[i];
            float[] logits = rows.logits(row);
            boolean agrees = SampleRow.agrees(logits, given);
            sample.count(given, agrees, 1);
            String id = rows.id(row);
            if (sample.mayKeep(SampleRow.rank(id), given, agrees)) {
                sample.keep(SampleRow.of(id, given, logits));
            }
        }
    }

    LearningSample sample() {
        return sample;
    }
}
