package dev.sluice.noise;

/**
 * One row under one {@link PosteriorModel}: its log-odds and the likeliest other class, in one pass over its candidates and
 * without arrays where there are at most 32 classes. Everything is relative to the given label, so nothing overflows that matters.
 */
final class Verdict {

    private final PosteriorModel model;
    private final float[] logits;
    private final int given;
    private final double own;
    private final ExactSum odds = new ExactSum();
    private final ExactSum sharpOdds = new ExactSum();
    private final ExactSum score = new ExactSum();
    private int likeliest;
    private double largest = Double.NEGATIVE_INFINITY;

    Verdict(PosteriorModel model, float[] logits, int given) {
        if (logits.length != model.classes()) {
            throw new IllegalArgumentException(logits.length + " logits for " + model.classes() + " classes");
        }
        this.model = model;
        this.logits = logits;
        this.given = given;
        likeliest = given;
        own = score(given);
        if (logits.length <= Candidates.LIMIT) {
            for (int k = 0; k < logits.length; k++) {
                weigh(k);
            }
        } else {
            int[] candidates = Candidates.of(logits, given);
            for (int k : candidates) {
                weigh(k);
            }
            weighRest(candidates);
        }
    }

    double logOdds() {
        double stay = model.stay()[given];
        double calibrated = StrictMath.log(odds.value() / stay);
        double say = model.say();
        if (say == 0 || Double.isInfinite(calibrated)) {
            return calibrated;
        }
        double sharp = StrictMath.log(sharpOdds.value() / stay);
        return (calibrated + say * sharp) / (1 + say);
    }

    int likeliestOther() {
        return likeliest;
    }

    private void weigh(int k) {
        if (k == given) {
            return;
        }
        double ahead = score(k) - own;
        double raised = FixedExp.of(ahead);
        double flip =
                model.leave()[k] * model.share()[given] + model.exceptions().get(given, k);
        double weight = raised * flip;
        odds.add(weight);
        sharpOdds.add(raised * weight);
        if (likeliest == given || weight > largest) {
            largest = weight;
            likeliest = k;
        }
    }

    private void weighRest(int[] candidates) {
        int crowd = logits.length - candidates.length;
        double raised = FixedExp.of(model.scale() * Candidates.rest(logits, candidates) - own);
        double flip = model.rest() * model.share()[given];
        odds.add(crowd * raised * flip);
        sharpOdds.add(crowd * raised * (raised * flip));
    }

    private double score(int k) {
        float[] matrix = model.matrix();
        if (matrix.length == 0) {
            return (double) model.scale() * logits[k] + model.bias()[k];
        }
        score.clear();
        for (int j = 0, at = k * logits.length; j < logits.length; j++, at++) {
            score.add((double) matrix[at] * logits[j]);
        }
        return score.value() + model.bias()[k];
    }
}
