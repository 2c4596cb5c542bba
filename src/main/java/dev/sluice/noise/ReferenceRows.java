package dev.sluice.noise;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A few rows that stand for the stream, with what the model and its posterior say of them: what loss weights are fitted on.
 *
 * <p>They are a quarter of the {@link LearningSample}, of each stratum those with the smallest ranks, ordered by rank. So
 * whoever has the snapshot can find mean, effective sample size and quantiles of any weights under any policy, and no two
 * can find different ones. Rejected: sums of weights in the snapshot, which hold for one scheme, one cut-off, one floor and
 * one cap, so that a change of the policy would have to wait for the next snapshot, and what-if would guess.
 *
 * <p>Immutable; the arrays are shared, nobody may write to them.
 *
 * @param given given labels
 * @param rows how many rows of the stream each stands for, above 0
 * @param pWrong P(label wrong), in 0..1
 * @param selfConfidence the model's probability of the given label, in 0..1
 */
public record ReferenceRows(int[] given, float[] rows, float[] pWrong, float[] selfConfidence) {

    /** None: before anything was learnt. */
    public static final ReferenceRows NONE = new ReferenceRows(new int[0], new float[0], new float[0], new float[0]);

    private static final int PART = 4;

    public ReferenceRows {
        if (rows.length != given.length || pWrong.length != given.length || selfConfidence.length != given.length) {
            throw new IllegalArgumentException("reference rows: " + given.length + " labels, " + rows.length
                    + " counts, " + pWrong.length + " probabilities, " + selfConfidence.length + " self-confidences");
        }
    }

    static ReferenceRows of(LearningSample sample, PosteriorModel model) {
        Map<SampleRow, Double> few = new TreeMap<>();
        sample.thin(PART, few::put);
        int size = few.size();
        ReferenceRows made = new ReferenceRows(new int[size], new float[size], new float[size], new float[size]);
        int i = 0;
        for (Map.Entry<SampleRow, Double> each : few.entrySet()) {
            SampleRow row = each.getKey();
            float[] logits = row.spread(sample.classes());
            made.given[i] = row.given();
            made.rows[i] = (float) (double) each.getValue();
            made.pWrong[i] = (float) PosteriorModel.probability(model.logOdds(logits, row.given()));
            made.selfConfidence[i] = (float) Probabilities.softmax(logits)[row.given()];
            i++;
        }
        return made;
    }

    /** How many they are. */
    public int size() {
        return given.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReferenceRows that
                && Arrays.equals(given, that.given)
                && Arrays.equals(rows, that.rows)
                && Arrays.equals(pWrong, that.pWrong)
                && Arrays.equals(selfConfidence, that.selfConfidence);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(given) + Arrays.hashCode(pWrong);
    }

    @Override
    public String toString() {
        return "ReferenceRows[" + given.length + "]";
    }
}
