package dev.sluice.noise;

import java.util.Arrays;

/**
 * The classes that the posterior looks at in one row: all when there are at most 32, else the 32 with the largest logits,
 * the given label in place of the last when it is not among them. The
 * others are taken together, by the mean of their exponentials, so neither a learning sample nor the work of learning grows
 * with K. Leaving them out was wrong: among so few, a given label that the model finds absurd looks merely unlikely.
 */
final class Candidates {

    /** How many classes of a row are looked at. */
    static final int LIMIT = 32;

    private Candidates() {}

    /**
     * What the classes that are no candidates have: the logarithm of the mean of e^logit.
     *
     * @param chosen the candidates, ascending
     * @return negative infinity when there are no others
     */
    static double rest(float[] logits, int[] chosen) {
        if (chosen.length == logits.length) {
            return Double.NEGATIVE_INFINITY;
        }
        double top = Double.NEGATIVE_INFINITY;
        ExactSum sum = new ExactSum();
        for (int k = 0, c = 0; k < logits.length; k++) {
            if (c < chosen.length && chosen[c] == k) {
                c++;
            } else {
                top = Math.max(top, logits[k]);
            }
        }
        for (int k = 0, c = 0; k < logits.length; k++) {
            if (c < chosen.length && chosen[c] == k) {
                c++;
            } else {
                sum.add(FixedExp.of(logits[k] - top));
            }
        }
        return top + StrictMath.log(sum.value() / (logits.length - chosen.length));
    }

    /** How many candidates a row has. */
    static int width(int classes) {
        return Math.min(classes, LIMIT);
    }

    /**
     * Chooses. Of classes that tie at the limit the lower index is in.
     *
     * @param logits K scores
     * @param given the given label
     * @return ascending classes, the given label among them
     */
    static int[] of(float[] logits, int given) {
        int width = width(logits.length);
        int[] chosen = new int[width];
        if (width == logits.length) {
            for (int k = 0; k < width; k++) {
                chosen[k] = k;
            }
            return chosen;
        }
        int filled = 0;
        for (int k = 0; k < logits.length; k++) {
            if (filled == width && !(logits[k] > logits[chosen[width - 1]])) {
                continue;
            }
            int at = filled < width ? filled++ : width - 1;
            while (at > 0 && logits[k] > logits[chosen[at - 1]]) {
                chosen[at] = chosen[at - 1];
                at--;
            }
            chosen[at] = k;
        }
        boolean among = false;
        for (int k : chosen) {
            among |= k == given;
        }
        if (!among) {
            chosen[width - 1] = given;
        }
        Arrays.sort(chosen);
        return chosen;
    }
}
