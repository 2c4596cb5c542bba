package dev.sluice.files;

import java.util.Optional;

/** What the numbers of a matrix are: raw scores, or probabilities that still have to become scores. */
public enum ScoreKind {
    /** Raw scores, passed on as they are. */
    LOGITS("logit") {
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
    PROBABILITIES("probability") {
        @Override
        Optional<String> problem(double value) {
            if (!Double.isFinite(value)) {
                return Optional.of(value + " is not a finite number");
            }
            if (value < 0) {
                return Optional.of(value + " is negative: are these logits? Then pass them with --logits");
            }
            return value > 1 + ROUNDING
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
    /** What a probability stored in half precision may lie above 1. */
    private static final double ROUNDING = 1e-3;

    private final String word;

    ScoreKind(String word) {
        this.word = word;
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
