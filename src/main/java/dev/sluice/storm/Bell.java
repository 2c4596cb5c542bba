package dev.sluice.storm;

/** Two Gaussians compared. */
final class Bell {

    /** A spread below this is none, and would make distances infinite. */
    static final double LEAST_STD = 1e-8;

    /** Of Abramowitz and Stegun 7.1.26, whose error is below 1.5e-7. */
    private static final double[] ERF = {.254829592, -.284496736, 1.421413741, -1.453152027, 1.061405429};

    private static final double ERF_T = .3275911;

    private Bell() {}

    /** KL(first || second), in nats; at least 0. */
    static double divergence(double mean, double std, double otherMean, double otherStd) {
        double s = Math.max(LEAST_STD, std);
        double t = Math.max(LEAST_STD, otherStd);
        double apart = mean - otherMean;
        return Math.max(0, StrictMath.log(t / s) + (s * s + apart * apart) / (2 * t * t) - .5);
    }

    /** The area under the lower of both densities, in 0..1. */
    static double overlap(double mean, double std, double otherMean, double otherStd) {
        double s = Math.max(LEAST_STD, std);
        double t = Math.max(LEAST_STD, otherStd);
        if (s > t) {
            return overlap(otherMean, otherStd, mean, std);
        }
        if (t - s <= LEAST_STD * t) {
            return Math.min(1, 2 * below(-Math.abs(mean - otherMean) / (2 * s)));
        }
        // The narrow one is the higher between the two points where they cross.
        double a = 1 / (s * s) - 1 / (t * t);
        double b = mean / (s * s) - otherMean / (t * t);
        double c = mean * mean / (s * s) - otherMean * otherMean / (t * t) + 2 * StrictMath.log(s / t);
        double root = Math.sqrt(Math.max(0, b * b - a * c));
        double left = (b - root) / a;
        double right = (b + root) / a;
        double narrow = 1 - (below((right - mean) / s) - below((left - mean) / s));
        double wide = below((right - otherMean) / t) - below((left - otherMean) / t);
        return Math.max(0, Math.min(1, narrow + wide));
    }

    /** P(standard normal below x). */
    static double below(double x) {
        double z = Math.abs(x) / Math.sqrt(2);
        double t = 1 / (1 + ERF_T * z);
        double poly = t * (ERF[0] + t * (ERF[1] + t * (ERF[2] + t * (ERF[3] + t * ERF[4]))));
        double tail = poly * StrictMath.exp(-z * z) / 2;
        return x < 0 ? tail : 1 - tail;
    }
}
