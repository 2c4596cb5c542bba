package dev.sluice.bench;

import java.util.stream.IntStream;

/** Out-of-sample logits by folds: each row is scored by the model that trained on all other folds. */
final class CrossScores {

    private CrossScores() {}

    static FoldRows of(TrainingRows rows, int folds, int steps, long seed) {
        float[][] logits = new float[rows.size()][];
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            int[] others = IntStream.range(0, rows.size())
                    .filter(row -> row % folds != held)
                    .toArray();
            int[] mine = IntStream.range(0, rows.size())
                    .filter(row -> row % folds == held)
                    .toArray();
            try (Net net = Net.train(rows.select(others), steps, seed * 1_000 + fold)) {
                float[][] scored = net.logits(rows.select(mine).pixels());
                for (int i = 0; i < mine.length; i++) {
                    logits[mine[i]] = scored[i];
                }
            }
        }
        return new FoldRows(rows.labels(), logits, folds);
    }
}
