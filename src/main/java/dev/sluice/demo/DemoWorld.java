package dev.sluice.demo;

import dev.sluice.noise.Probabilities;
import java.util.Random;

/**
 * Where the demo's items come from: a latent-variable model in which what an item is, what an annotator writes and what
 * a model says hang together only through the item itself.
 *
 * <p><b>The item.</b> A true class t is drawn from the prior, then a class n that this item resembles: the nearest
 * neighbour of t (60 %), the second (30 %), or any class (10 %). Its ambiguity s = u^2, u uniform in 0..1, says how far
 * it lies on the way from t to n: most items are typical, a few lie between two classes. Its appearance is
 * z = e_t + s e_n + SPREAD x, with x standard normal in K dimensions: nobody ever sees more than z.
 *
 * <p><b>The annotator</b> errs in two ways. By habit, with a probability that depends on the class alone, t is called by
 * its nearest neighbour's name (class-dependent noise). Otherwise the annotator looks, and writes the largest component
 * of z + GLANCE y, y standard normal: an item near a border is mislabelled more often (instance-dependent noise).
 *
 * <p><b>The model</b> was trained on other items with labels of the same annotators, so its scores are out of sample. It
 * sees w = z + BLUR v, v standard normal, and takes every item for a typical one: by Bayes' rule with equal priors and
 * Gaussians of variance SPREAD^2 + BLUR^2 around e_1..e_K, P(class k | w) is softmax(w / variance). It is therefore too
 * sure of ambiguous items. Having learnt from noisy labels it predicts the label that would be given, so the habits are
 * mixed in: P(g | w) = sum over k of habit(g | k) P(k | w). Its logits are the logarithms.
 *
 * <p>Given the item, annotator and model are independent; not given it, they share its appearance, so that some wrong
 * labels agree with the model and no detector can find them. That is as in life.
 *
 * <p>The constants were set once, before any detector ran on this stream, to meet two published properties of usable
 * data sets: about 20 % wrong labels, a model right in 85-92 %. They are not to be moved to please a detector.
 */
public final class DemoWorld {

    private static final double SPREAD = 0.15;
    private static final double GLANCE = 0.20;
    private static final double BLUR = 0.25;
    private static final double NEAREST = 0.6;
    private static final double SECOND = 0.3;
    /** The share of probability below which the model does not go, as softmax in float would. */
    private static final double FLOOR = 1e-9;

    private final long seed;

    /** Two worlds of one seed hold the same items. */
    public DemoWorld(long seed) {
        this.seed = seed;
    }

    /** Item number {@code index}: always the same, whichever others are asked for. */
    public DemoItem item(long index) {
        Random random = new Random(mix(seed + mix(index)));
        int label = drawClass(random);
        int resembled = drawResembled(random, label);
        double u = random.nextDouble();
        double[] appearance = new double[DemoClasses.COUNT];
        appearance[label] += 1;
        appearance[resembled] += u * u;
        blur(appearance, SPREAD, random);
        boolean habit = random.nextDouble() < DemoClasses.habit(label);
        int glanced = Probabilities.argmax(blur(appearance.clone(), GLANCE, random));
        int given = habit ? DemoClasses.nearest(label) : glanced;
        return new DemoItem(label, given, model(blur(appearance, BLUR, random)));
    }

    private static int drawClass(Random random) {
        double u = random.nextDouble();
        int label = 0;
        for (double sum = DemoClasses.prior(0); u >= sum && label < DemoClasses.COUNT - 1; ) {
            sum += DemoClasses.prior(++label);
        }
        return label;
    }

    private static int drawResembled(Random random, int label) {
        double u = random.nextDouble();
        if (u < NEAREST) {
            return DemoClasses.nearest(label);
        }
        if (u < NEAREST + SECOND) {
            return DemoClasses.second(label);
        }
        return (label + 1 + random.nextInt(DemoClasses.COUNT - 1)) % DemoClasses.COUNT;
    }

    private static double[] blur(double[] vector, double deviation, Random random) {
        for (int k = 0; k < vector.length; k++) {
            vector[k] += deviation * random.nextGaussian();
        }
        return vector;
    }

    private static float[] model(double[] seen) {
        float[] scaled = new float[seen.length];
        for (int k = 0; k < seen.length; k++) {
            scaled[k] = (float) (seen[k] / (SPREAD * SPREAD + BLUR * BLUR));
        }
        double[] classes = Probabilities.softmax(scaled);
        double[] labels = new double[classes.length];
        for (int k = 0; k < classes.length; k++) {
            double moved = DemoClasses.habit(k) * classes[k];
            labels[k] += classes[k] - moved;
            labels[DemoClasses.nearest(k)] += moved;
        }
        float[] logits = new float[labels.length];
        for (int k = 0; k < labels.length; k++) {
            logits[k] = (float) StrictMath.log(Math.max(labels[k], FLOOR));
        }
        return logits;
    }

    /** SplitMix64's finaliser: neighbouring numbers become unrelated seeds. */
    static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
