package dev.sluice.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws rows for tests: K classes, a share of wrong labels, a model that is mostly right. */
final class StormRows {

    private int classes = 4;
    private int passes = 1;
    private double wrong = .2;
    private boolean embedded = true;
    private double sharpness = 3;

    static StormRows rows() {
        return new StormRows();
    }

    StormRows passes(int value) {
        passes = value;
        return this;
    }

    StormRows wrong(double value) {
        wrong = value;
        return this;
    }

    StormRows withoutEmbeddings() {
        embedded = false;
        return this;
    }

    /** Every row the same. */
    StormRows blind() {
        sharpness = 0;
        return this;
    }

    /** Rows whose {@code pWrong} is 1 where the label is wrong and 0 where it is right, for the test to know. */
    List<StormRow> draw(int count, long seed) {
        Random random = new Random(seed);
        List<StormRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int truth = random.nextInt(classes);
            boolean spoiled = random.nextDouble() < wrong;
            int given = spoiled ? (truth + 1 + random.nextInt(classes - 1)) % classes : truth;
            List<double[]> looks = new ArrayList<>();
            float[] embedding = new float[embedded ? classes : 0];
            for (int pass = 0; pass < passes; pass++) {
                double[] p = new double[classes];
                double all = 0;
                for (int k = 0; k < classes; k++) {
                    double logit = sharpness == 0 ? 0 : random.nextGaussian() + (k == truth ? sharpness : 0);
                    if (embedded) {
                        embedding[k] += (float) (logit / passes);
                    }
                    p[k] = Math.exp(logit);
                    all += p[k];
                }
                for (int k = 0; k < classes; k++) {
                    p[k] /= all;
                }
                looks.add(p);
            }
            int shown = sharpness == 0 ? 0 : given;
            rows.add(new StormRow(shown, 1 + i % 3, spoiled ? 1 : 0, Look.of(looks, shown), embedding));
        }
        return rows;
    }
}
