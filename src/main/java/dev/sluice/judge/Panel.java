package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.SnapshotLearner;
import java.util.List;
import java.util.Map;

/**
 * The statistics of the models that judge a sample together.
 *
 * <p>Their probabilities are averaged by their {@link ModelShares}. The threshold of a class is the mean self-confidence of its
 * samples; so the threshold of an average of models is the average of their thresholds by the same shares, and nothing more
 * has to be learnt for any set of models that happens to answer. A class that one of them has never seen is confident for none.
 *
 * @param shares of the models, by id
 * @param counts K counts of samples per given label, of the model that has seen the fewest
 * @param thresholds K thresholds as learnt, before a policy's overrides
 */
record Panel(Map<String, Double> shares, long[] counts, double[] thresholds) {

    static Panel of(List<ModelStatistics> models) {
        ModelStatistics first = models.get(0);
        if (models.size() == 1) {
            return new Panel(Map.of(first.model().id(), 1.0), first.counts(), first.thresholds());
        }
        Map<String, Double> shares = ModelShares.of(models);
        int classes = first.counts().length;
        long[] counts = first.counts().clone();
        double[] thresholds = new double[classes];
        for (int k = 0; k < classes; k++) {
            double sum = 0;
            boolean unseen = false;
            for (ModelStatistics model : models) {
                counts[k] = Math.min(counts[k], model.counts()[k]);
                sum += shares.get(model.model().id()) * model.thresholds()[k];
                unseen |= model.thresholds()[k] == SnapshotLearner.NEVER_CONFIDENT;
            }
            thresholds[k] = unseen ? SnapshotLearner.NEVER_CONFIDENT : sum;
        }
        return new Panel(shares, counts, thresholds);
    }

    /**
     * The mean of the models' probabilities by their shares, summed in their order; the array itself when there is one model.
     *
     * @param panel whose shares, null for equal ones
     */
    static double[] average(List<ModelEvidence> models, Panel panel) {
        double[] first = models.get(0).probabilities();
        if (models.size() == 1) {
            return first;
        }
        double[] mean = new double[first.length];
        for (ModelEvidence model : models) {
            double share = panel == null
                    ? 1.0 / models.size()
                    : panel.shares().get(model.model().id());
            for (int k = 0; k < mean.length; k++) {
                mean[k] += share * model.probabilities()[k];
            }
        }
        return mean;
    }
}
