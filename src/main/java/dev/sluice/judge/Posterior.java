package dev.sluice.judge;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.noise.Shares;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Suspects a sample when P(label wrong) is above the cut-off of its given label.
 *
 * <p>Several models: the mean of their log-odds by their {@link ModelShares}, and the suggestion of the one whose log-odds weigh most
 * towards the error.
 *
 * <p>A snapshot of a Sluice that learnt no posteriors, imported or from before a change of the detector, knows nothing that
 * could be held against a label: P is then that of a model taken at its word, and nothing is suspected.
 *
 * @param models what was learnt of each model, by id
 * @param shares of the models, by id
 * @param learnt whether it was learnt of every one
 * @param cuts K cut-offs, the policy's exceptions included
 */
record Posterior(Map<String, PosteriorModel> models, Map<String, Double> shares, boolean learnt, double[] cuts)
        implements Detector {

    static Posterior of(List<ModelStatistics> statistics, Map<String, Double> shares, Policy policy) {
        Map<String, PosteriorModel> models = new HashMap<>();
        int classes = statistics.get(0).counts().length;
        for (ModelStatistics known : statistics) {
            models.put(known.model().id(), known.posterior().orElseGet(() -> PosteriorModel.untaught(classes)));
        }
        boolean learnt = statistics.stream().allMatch(known -> known.posterior().isPresent());
        return new Posterior(models, shares, learnt, policy.cuts(classes));
    }

    @Override
    public Suspicion look(List<ModelEvidence> heard, double[] probabilities, int given) {
        if (heard.size() == 1) {
            return look(heard.get(0), given);
        }
        double sum = 0;
        double highest = Double.NEGATIVE_INFINITY;
        ModelEvidence surest = heard.get(0);
        for (int m = 0; m < heard.size(); m++) {
            ModelEvidence model = heard.get(m);
            double logOdds = models.get(model.model().id()).logOdds(model.logits(), given);
            double weighed = Shares.weighed(shares.get(model.model().id()), logOdds);
            sum += weighed;
            if (weighed > highest) {
                highest = weighed;
                surest = model;
            }
        }
        double pWrong = PosteriorModel.probability(sum);
        if (!learnt || !(pWrong > cuts[given])) {
            return new Suspicion(pWrong, AGREES);
        }
        return new Suspicion(pWrong, other(surest, given));
    }

    private Suspicion look(ModelEvidence only, int given) {
        double pWrong = PosteriorModel.probability(models.get(only.model().id()).logOdds(only.logits(), given));
        return new Suspicion(pWrong, learnt && pWrong > cuts[given] ? other(only, given) : AGREES);
    }

    private int other(ModelEvidence model, int given) {
        int other = models.get(model.model().id()).likeliestOther(model.logits(), given);
        return other == given ? AGREES : other;
    }

    @Override
    public Reason reason() {
        return Reason.POSTERIOR;
    }
}
