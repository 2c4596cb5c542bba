package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.SnapshotLearner;
import java.util.List;

/**
 * The statistics of the models that judge a sample together.
 *
 * <p>Their probabilities are averaged, with equal shares. The threshold of a class is the mean self-confidence of its
 * samples; so the threshold of an average of models is the average of their thresholds, and nothing more has to be learnt
 * for any set of models that happens to answer. A class that one of them has never seen is confident for none.
 *
 * @param counts K counts of samples per given label, of the model that has seen the fewest
 * @param thresholds K thresholds as learnt, before a policy's overrides
 */
record Panel(long[] counts, double[] thresholds) {

    static Panel of(List<ModelStatistics> models) {
        ModelStatistics first = models.get(0);
        if (models.size() == 1) {
            return new Panel(first.counts(), first.thresholds());
        }
        int classes = first.counts().length;
        long[] counts = first.counts().clone();
        double[] thresholds = new double[classes];
        for (int k = 0; k < classes; k++) {
            double sum = 0;
            boolean unseen = false;
            for (ModelStatistics model : models) {
                counts[k] = Math.min(counts[k], model.counts()[k]);
                sum += model.thresholds()[k];
                unseen |= model.thresholds()[k] == SnapshotLearner.NEVER_CONFIDENT;
            }
            thresholds[k] = unseen ? SnapshotLearner.NEVER_CONFIDENT : sum / models.size();
        }
        return new Panel(counts, thresholds);
    }

    /** The mean of the models' probabilities, summed in their order; the array itself when there is one model. */
    static double[] average(List<ModelEvidence> models) {
        double[] first = models.get(0).probabilities();
        if (models.size() == 1) {
            return first;
        }
        double[] mean = first.clone();
        for (int m = 1; m < models.size(); m++) {
            double[] probabilities = models.get(m).probabilities();
            for (int k = 0; k < mean.length; k++) {
                mean[k] += probabilities[k];
            }
        }
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= models.size();
        }
        return mean;
    }
}
