package dev.sluice.live;

import dev.sluice.files.LabelledRows;
import java.util.Random;

/**
 * Rows of many classes from a seed, made when they are asked for: half of the labels are drawn anew, and so are two
 * thirds of the classes that the model is sure of, so that the confident joint fills up all over.
 */
record WideRows(int size, int classes, long seed) implements LabelledRows {

    private static final float SURE = 12;

    @Override
    public String id(int row) {
        return "row-" + row;
    }

    @Override
    public int label(int row) {
        Random random = random(row);
        int truth = random.nextInt(classes);
        return random.nextBoolean() ? truth : random.nextInt(classes);
    }

    @Override
    public float[] logits(int row) {
        Random random = random(row);
        int truth = random.nextInt(classes);
        random.nextBoolean();
        random.nextInt(classes);
        float[] logits = new float[classes];
        logits[random.nextInt(3) == 0 ? truth : random.nextInt(classes)] = SURE;
        return logits;
    }

    private Random random(int row) {
        return new Random(seed * 1_000_003 + row);
    }
}
