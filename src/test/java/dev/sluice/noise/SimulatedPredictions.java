package dev.sluice.noise;

import java.util.Random;

/**
 * Labels and logits as a model of some quality would give them, with all that varies between data sets under control.
 *
 * <p>What can be known of a sample, P(true class | features), is drawn first, and the true class from it: so hard samples
 * are honestly hard, and nothing but noise is surprising. Classes 2k and 2k + 1 resemble each other. The model sees the
 * features through a little noise of its own. Having learnt from noisy labels it predicts P(given | x), that is, it has
 * absorbed the noise; its logits may be too sure or too unsure of that.
 */
final class SimulatedPredictions {

    /** How labels go wrong. */
    enum Noise {
        /** Any other class. */
        EVEN,
        /** The next class, always. */
        PAIRS,
        /** The class that the sample resembles most, more often where it is hard. */
        HARD
    }

    private int classes = 10;
    private int size = 10_000;
    private double separation = 4;
    private double rate;
    private Noise noise = Noise.EVEN;
    private boolean absorbed = true;
    private double sureness = 1;
    private long seed = 1;

    static SimulatedPredictions predictions() {
        return new SimulatedPredictions();
    }

    SimulatedPredictions classes(int value) {
        classes = value;
        return this;
    }

    SimulatedPredictions size(int value) {
        size = value;
        return this;
    }

    SimulatedPredictions separation(double value) {
        separation = value;
        return this;
    }

    SimulatedPredictions wrong(double value, Noise how) {
        rate = value;
        noise = how;
        return this;
    }

    SimulatedPredictions trainedOnCleanLabels() {
        absorbed = false;
        return this;
    }

    /** Logits are multiplied by this. */
    SimulatedPredictions sureness(double value) {
        sureness = value;
        return this;
    }

    SimulatedPredictions seed(long value) {
        seed = value;
        return this;
    }

    GeneratedStream draw() {
        Random random = new Random(seed);
        int[] truth = new int[size];
        int[] given = new int[size];
        float[][] logits = new float[size][classes];
        for (int i = 0; i < size; i++) {
            double[] clean = truePosterior(random.nextInt(classes), random);
            truth[i] = draw(clean, random);
            given[i] = label(truth[i], clean, random);
            double[] predicted = absorbed ? throughNoise(clean) : clean;
            for (int k = 0; k < classes; k++) {
                logits[i][k] = (float) (sureness * (Math.log(predicted[k] + 1e-9) + .3 * random.nextGaussian()));
            }
        }
        return new GeneratedStream(classes, truth, given, logits);
    }

    private double[] truePosterior(int centre, Random random) {
        double[] posterior = new double[classes];
        double sum = 0;
        double clarity = separation * Math.max(0, 1 + random.nextGaussian() * .5);
        for (int k = 0; k < classes; k++) {
            double likeness = k == centre ? 1 : k == (centre ^ 1) ? .4 : 0;
            posterior[k] = Math.exp(clarity * likeness + random.nextGaussian());
            sum += posterior[k];
        }
        for (int k = 0; k < classes; k++) {
            posterior[k] /= sum;
        }
        return posterior;
    }

    private static int draw(double[] probabilities, Random random) {
        double left = random.nextDouble();
        int k = 0;
        while (k < probabilities.length - 1 && left >= probabilities[k]) {
            left -= probabilities[k++];
        }
        return k;
    }

    private int label(int truth, double[] posterior, Random random) {
        if (noise == Noise.HARD) {
            // Half slips to the similar class, half where the sample is in doubt: odds raised by doubt.
            double doubt = 1 - posterior[truth];
            boolean slips = random.nextDouble() < rate * (.5 + 1.5 * doubt);
            return slips ? similar(truth) : truth;
        }
        if (random.nextDouble() >= rate) {
            return truth;
        }
        return noise == Noise.PAIRS ? (truth + 1) % classes : (truth + 1 + random.nextInt(classes - 1)) % classes;
    }

    private int similar(int truth) {
        return (truth ^ 1) < classes ? truth ^ 1 : truth - 1;
    }

    private double[] throughNoise(double[] clean) {
        double[] seen = new double[classes];
        for (int y = 0; y < classes; y++) {
            seen[y] += (1 - rate) * clean[y];
            if (noise == Noise.EVEN) {
                for (int s = 0; s < classes; s++) {
                    seen[s] += s == y ? 0 : rate * clean[y] / (classes - 1);
                }
            } else {
                seen[noise == Noise.PAIRS ? (y + 1) % classes : similar(y)] += rate * clean[y];
            }
        }
        return seen;
    }
}
