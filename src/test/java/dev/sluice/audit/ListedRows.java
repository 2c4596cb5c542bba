package dev.sluice.audit;

import dev.sluice.files.ProbabilityBlock;
import dev.sluice.files.ProbabilityRows;

/**
 * Rows in memory.
 *
 * @param labels given labels
 * @param probabilities by row
 */
record ListedRows(int[] labels, double[][] probabilities) implements ProbabilityRows {

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return probabilities[0].length;
    }

    @Override
    public String id(int row) {
        return Integer.toString(row);
    }

    @Override
    public float[] logits(int row) {
        float[] logits = new float[classes()];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = (float) Math.log(Math.max(1e-12, probabilities[row][k]));
        }
        return logits;
    }

    @Override
    public int read(int first, ProbabilityBlock block) {
        int count = Math.min(block.rows(), size() - first);
        for (int i = 0; i < count; i++) {
            block.labels()[i] = labels[first + i];
            System.arraycopy(probabilities[first + i], 0, block.probabilities(), i * classes(), classes());
        }
        return count;
    }
}
