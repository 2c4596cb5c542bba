package dev.sluice.files;

import java.util.Optional;

/** What the numbers of a matrix are: raw scores, or probabilities that still have to become scores. */
public enum ScoreKind {
    /** Raw scores, passed on as they are. */
    LOGITS("logit", -Float.MAX_VALUE, Float.MAX_VALUE) {
        @Override
        Optional<String> problem(double value) {
            if (!Double.isFinite(value)) {
                return Optional.of(value + " is not a finite number");
            }
            return Math.abs(value) > Float.MAX_VALUE ? Optional.of(value + " does not fit a float") : Optional.empty();
        }

        @Override
        float logit(double value) {
            return (float) value;
        }
    },
    /** Predicted probabilities. Their logarithm is a score that softmax turns back into them, up to their sum. */
    PROBABILITIES("probability", 0, 1 + 1e-3) {
        @Override
        Optional<String> problem(double value) {
            if (!Double.isFinite(value)) {
                return Optional.of(value + " is not a finite number");
            }
            if (value < 0) {
                return Optional.of(value + " is negative: are these logits? Then pass them with --logits");
            }
            return value > most()
                    ? Optional.of(value + " is above 1: are these logits? Then pass them with --logits")
                    : Optional.empty();
        }

        @Override
        float logit(double value) {
            return (float) StrictMath.log(Math.max(value, FLOOR));
        }
    };

    /** Smallest probability that is told from 0: log(0) is no score. */
    private static final double FLOOR = 1e-12;

    private final String word;
    private final double least;
    private final double most;

    ScoreKind(String word, double least, double most) {
        this.word = word;
        this.least = least;
        this.most = most;
    }

    /** The smallest good value. */
    double least() {
        return least;
    }

    /** The largest good value; a probability that was stored in half precision may lie a little above 1. */
    double most() {
        return most;
    }

    /** What one number is called in a message. */
    String word() {
        return word;
    }

    /** What is wrong with a value, nothing when it is good. */
    abstract Optional<String> problem(double value);

    /** The score for a good value. */
    abstract float logit(double value);
}
