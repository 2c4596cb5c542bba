package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each model has to say beside the others.
 *
 * <p>A model's share is the square of the information that its logits hold about the given labels, as the learner measured it
 * (nats a row). Equal models share equally, also copies of one; a model that guesses has no say. Rejected: equal shares (a
 * model that is as good as chance made a good one worse by .04 average precision), and information itself (a poor model
 * still cost more than chance does).
 *
 * <p>Where nothing is known of one of them, all have the same share.
 */
final class Shares {

    private Shares() {}

    /** The share of each model, by its id; they add up to 1. */
    static Map<String, Double> of(List<ModelStatistics> models) {
        double[] shares = new double[models.size()];
        double sum = 0;
        for (int m = 0; m < shares.length; m++) {
            double information =
                    models.get(m).posterior().map(PosteriorModel::information).orElse(Float.NaN);
            shares[m] = information * information;
            sum += shares[m];
        }
        Map<String, Double> byId = new HashMap<>();
        for (int m = 0; m < shares.length; m++) {
            byId.put(models.get(m).model().id(), sum > 0 ? shares[m] / sum : 1.0 / shares.length);
        }
        return byId;
    }
}
