package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Shares;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@link Shares} of the models of a snapshot. */
final class ModelShares {

    private ModelShares() {}

    /** The share of each model, by its id; they add up to 1. */
    static Map<String, Double> of(List<ModelStatistics> models) {
        double[] information = models.stream()
                .mapToDouble(model ->
                        model.posterior().map(PosteriorModel::information).orElse(Float.NaN))
                .toArray();
        double[] shares = Shares.of(information);
        Map<String, Double> byId = new HashMap<>();
        for (int m = 0; m < shares.length; m++) {
            byId.put(models.get(m).model().id(), shares[m]);
        }
        return byId;
    }
}
