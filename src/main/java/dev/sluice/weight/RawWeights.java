package dev.sluice.weight;

import dev.sluice.noise.ReferenceRows;
import dev.sluice.storm.RescaledRows;
import java.util.Arrays;
import java.util.List;

/**
 * Raw weights of the clean ones among some reference rows.
 *
 * @param raw finite, at least 0
 * @param rows how many rows of the stream each stands for
 */
record RawWeights(double[] raw, double[] rows) {

    static RawWeights of(WeightScheme scheme, ReferenceRows reference, Passing clean) {
        double[] raw = new double[reference.size()];
        double[] rows = new double[reference.size()];
        int size = 0;
        for (int i = 0; i < reference.size(); i++) {
            int given = reference.given()[i];
            if (clean.clean(given, reference.pWrong()[i])) {
                raw[size] = scheme.raw(given, reference.pWrong()[i], reference.selfConfidence()[i], List.of());
                rows[size++] = reference.rows()[i];
            }
        }
        return new RawWeights(Arrays.copyOf(raw, size), Arrays.copyOf(rows, size));
    }

    /** The same of rows that the rescaler weighed when it was learnt. */
    static RawWeights of(RescaledRows reference, Passing clean) {
        double[] raw = new double[reference.size()];
        double[] rows = new double[reference.size()];
        int size = 0;
        for (int i = 0; i < reference.size(); i++) {
            if (clean.clean(reference.given()[i], reference.pWrong()[i])) {
                raw[size] = reference.weight()[i];
                rows[size++] = reference.rows()[i];
            }
        }
        return new RawWeights(Arrays.copyOf(raw, size), Arrays.copyOf(rows, size));
    }
}
