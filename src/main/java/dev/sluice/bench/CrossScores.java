package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Out-of-sample logits by folds: each row is scored by the model that trained on all other folds.
 *
 * <p>A model that trains for long learns wrong labels by heart, and then scores other rows worse. So the logits are those of
 * the moment at which the given labels of the rows that were held back are predicted best, each by its weight, which needs no true label; it is
 * the same number of steps in all folds.
 */
final class CrossScores {

    private static final int LOOKS = 12;

    private CrossScores() {}

    static FoldRows of(TrainingRows rows, int folds, int steps, long seed) {
        int every = Math.max(1, steps / LOOKS);
        List<float[][]> looks = new ArrayList<>();
        for (int fold = 0; fold < folds; fold++) {
            int held = fold;
            int[] others = IntStream.range(0, rows.size())
                    .filter(row -> row % folds != held)
                    .toArray();
            int[] mine = IntStream.range(0, rows.size())
                    .filter(row -> row % folds == held)
                    .toArray();
            float[][] pixels = rows.select(mine).pixels();
            List<float[][]> seen = new ArrayList<>();
            Net.train(rows.select(others), steps, seed * 1_000 + fold, every, net -> seen.add(net.logits(pixels)))
                    .close();
            for (int look = 0; look < seen.size(); look++) {
                if (look == looks.size()) {
                    looks.add(new float[rows.size()][]);
                }
                for (int i = 0; i < mine.length; i++) {
                    looks.get(look)[mine[i]] = seen.get(look)[i];
                }
            }
        }
        return new FoldRows(rows.labels(), best(looks, rows), folds);
    }

    private static float[][] best(List<float[][]> looks, TrainingRows rows) {
        float[][] best = looks.get(0);
        double least = Double.MAX_VALUE;
        for (float[][] logits : looks) {
            double loss = loss(logits, rows.labels(), rows.weights());
            if (loss < least) {
                least = loss;
                best = logits;
            }
        }
        return best;
    }

    /** Mean of the weighted cross entropies. */
    static double loss(float[][] logits, int[] labels, float[] weights) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (float logit : logits[i]) {
                highest = Math.max(highest, logit);
            }
            double total = 0;
            for (float logit : logits[i]) {
                total += Math.exp(logit - highest);
            }
            sum += weights[i] * (Math.log(total) + highest - logits[i][labels[i]]);
        }
        return sum / labels.length;
    }
}
