package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.storm.Rescaler;
import dev.sluice.weight.Scheme;
import dev.sluice.weight.Weighing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which reference rows a policy lets pass, so that weights have mean 1 over them.
 *
 * <p>The rescaler's rows are of all models together, so under that scheme nothing is approximate.
 *
 * <p>Several models, under the other schemes: what each says of its own reference rows is known, not what they say together of the same rows. So weights
 * are fitted on those of the model with the largest share, the first of them that tie, and their mean is 1 as nearly as
 * the others agree with it. What protects single classes (floors, breakers) is left aside: it passes suspects, whose weights are small.
 */
final class CleanRows {

    private CleanRows() {}

    static Weighing weighing(
            List<ModelStatistics> models, Map<String, Double> shares, Optional<Rescaler> rescaler, Policy policy) {
        Weights weights = policy.weights();
        if (weights.scheme() == Scheme.NONE || policy.detector() != DetectorKind.POSTERIOR) {
            return Weighing.EVEN;
        }
        ModelStatistics lead = models.get(0);
        for (ModelStatistics model : models) {
            if (model.posterior().isEmpty()) {
                return Weighing.EVEN;
            }
            if (shares.get(model.model().id()) > shares.get(lead.model().id())) {
                lead = model;
            }
        }
        double[] cuts = policy.cuts(lead.counts().length);
        return Weighing.fit(
                weights.scheme(),
                lead,
                rescaler,
                (given, pWrong) -> policy.mode() == Mode.SHADOW || pWrong <= cuts[given],
                weights.floor(),
                weights.cap());
    }
}
