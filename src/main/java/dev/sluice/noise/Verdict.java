package dev.sluice.noise;

/**
 * One row under one {@link PosteriorModel}: its log-odds, and the likeliest other class. Everything is relative to the given
 * label, so nothing overflows that matters.
 *
 * <p>Two sums run at once in the manner of {@link ExactSum}, written out: this is what judging costs, and objects for the sums
 * were not optimised away. Nothing is allocated where there are at most 32 classes.
 */
final class Verdict {

    private Verdict() {}

    static double logOdds(PosteriorModel model, float[] logits, int given) {
        require(model, logits);
        int[] candidates = logits.length <= Candidates.LIMIT ? null : Candidates.of(logits, given);
        double own = score(model, logits, given);
        double odds = 0;
        double oddsRest = 0;
        double sharp = 0;
        double sharpRest = 0;
        int size = candidates == null ? logits.length : candidates.length;
        for (int c = 0; c <= size; c++) {
            double raised;
            double weight;
            if (c == size) {
                if (candidates == null) {
                    break;
                }
                raised = FixedExp.of(model.scale() * Candidates.rest(logits, candidates) - own);
                weight = (logits.length - size) * (raised * (model.rest() * (double) model.share()[given]));
            } else {
                int k = candidates == null ? c : candidates[c];
                if (k == given) {
                    continue;
                }
                raised = FixedExp.of(score(model, logits, k) - own);
                weight = raised * flip(model, k, given);
            }
            double next = odds + weight;
            double back = next - odds;
            oddsRest += (odds - (next - back)) + (weight - back);
            odds = next;
            double term = raised * weight;
            next = sharp + term;
            back = next - sharp;
            sharpRest += (sharp - (next - back)) + (term - back);
            sharp = next;
        }
        double stay = model.stay()[given];
        double calibrated = StrictMath.log((Double.isInfinite(odds) ? odds : odds + oddsRest) / stay);
        double say = model.say();
        if (say == 0 || Double.isInfinite(calibrated)) {
            return calibrated;
        }
        double sharpOdds = Double.isInfinite(sharp) ? sharp : sharp + sharpRest;
        return (calibrated + say * StrictMath.log(sharpOdds / stay)) / (1 + say);
    }

    static int likeliestOther(PosteriorModel model, float[] logits, int given) {
        require(model, logits);
        int[] candidates = logits.length <= Candidates.LIMIT ? null : Candidates.of(logits, given);
        double own = score(model, logits, given);
        int likeliest = given;
        double largest = Double.NEGATIVE_INFINITY;
        int size = candidates == null ? logits.length : candidates.length;
        for (int c = 0; c < size; c++) {
            int k = candidates == null ? c : candidates[c];
            if (k == given) {
                continue;
            }
            double weight = FixedExp.of(score(model, logits, k) - own) * flip(model, k, given);
            if (likeliest == given || weight > largest) {
                largest = weight;
                likeliest = k;
            }
        }
        return likeliest;
    }

    private static void require(PosteriorModel model, float[] logits) {
        if (logits.length != model.classes()) {
            throw new IllegalArgumentException(logits.length + " logits for " + model.classes() + " classes");
        }
    }

    /** P(given | k), for another class. */
    private static double flip(PosteriorModel model, int k, int given) {
        return model.leave()[k] * model.share()[given] + model.exceptions().get(given, k);
    }

    private static double score(PosteriorModel model, float[] logits, int k) {
        float[] matrix = model.matrix();
        if (matrix.length == 0) {
            return (double) model.scale() * logits[k] + model.bias()[k];
        }
        double sum = 0;
        double rest = 0;
        for (int j = 0, at = k * logits.length; j < logits.length; j++, at++) {
            double term = (double) matrix[at] * logits[j];
            double next = sum + term;
            double back = next - sum;
            rest += (sum - (next - back)) + (term - back);
            sum = next;
        }
        return (Double.isInfinite(sum) ? sum : sum + rest) + model.bias()[k];
    }
}
