package dev.sluice.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Images of digits, drawn by a seed: strokes that are bent, turned, sheared, scaled and moved, with a pen of some width, on a
 * noisy background. A badly drawn 4 looks like a 9 and a 1 like a 7, so mistakes are natural. The generator is frozen: a
 * test holds the hash of what it draws.
 *
 * @param pixels (n, {@link #PIXELS}), each about 0 for paper and 1 for ink
 * @param labels the digit that was meant, the true label
 */
record Digits(float[][] pixels, int[] labels) {

    static final int SIDE = 14;
    static final int PIXELS = SIDE * SIDE;
    static final int CLASSES = 10;

    private static final double BENT = .035;
    private static final double TURNED = .22;
    private static final double SHEARED = .25;
    private static final double SMALLEST = .72;
    private static final double MOVED = .08;
    private static final double NOISE = .18;

    static Digits draw(int size, long seed) {
        float[][] pixels = new float[size][];
        int[] labels = new int[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(CLASSES);
            pixels[i] = image(labels[i], random.split());
        }
        return new Digits(pixels, labels);
    }

    int size() {
        return labels.length;
    }

    private static float[] image(int digit, SplittableRandom random) {
        double turn = TURNED * gaussian(random);
        double shear = SHEARED * gaussian(random);
        double wide = SMALLEST + (1.05 - SMALLEST) * random.nextDouble();
        double high = SMALLEST + (1.05 - SMALLEST) * random.nextDouble();
        double right = MOVED * gaussian(random);
        double down = MOVED * gaussian(random);
        double pen = .03 + .035 * random.nextDouble();
        double ink = .55 + .45 * random.nextDouble();
        List<double[][]> strokes = DigitStrokes.of(digit);
        float[] image = new float[PIXELS];
        for (double[][] stroke : strokes) {
            double[][] drawn = new double[stroke.length][];
            // A hand does not tremble from point to point: it bends the whole stroke.
            double bendX = BENT * gaussian(random);
            double bendY = BENT * gaussian(random);
            for (int p = 0; p < stroke.length; p++) {
                double along = Math.PI * p / Math.max(1, stroke.length - 1);
                double x = stroke[p][0] - .5 + bendX * StrictMath.sin(along) + .3 * BENT * gaussian(random);
                double y = stroke[p][1] - .5 + bendY * StrictMath.cos(along) + .3 * BENT * gaussian(random);
                double sx = wide * (x + shear * y);
                double sy = high * y;
                drawn[p] = new double[] {
                    .5 + right + sx * StrictMath.cos(turn) - sy * StrictMath.sin(turn),
                    .5 + down + sx * StrictMath.sin(turn) + sy * StrictMath.cos(turn)
                };
            }
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                double x = (pixel % SIDE + .5) / SIDE;
                double y = (pixel / SIDE + .5) / SIDE;
                double far = distance(drawn, x, y) - pen;
                double shade = ink * Math.min(1, Math.max(0, 1 - far * SIDE));
                image[pixel] = (float) Math.max(image[pixel], shade);
            }
        }
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            image[pixel] += (float) (NOISE * gaussian(random));
        }
        return image;
    }

    private static double distance(double[][] stroke, double x, double y) {
        double nearest = Double.MAX_VALUE;
        for (int p = 1; p < stroke.length; p++) {
            double ax = stroke[p - 1][0];
            double ay = stroke[p - 1][1];
            double dx = stroke[p][0] - ax;
            double dy = stroke[p][1] - ay;
            double length = dx * dx + dy * dy;
            double t = length == 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
            double ex = ax + t * dx - x;
            double ey = ay + t * dy - y;
            nearest = Math.min(nearest, ex * ex + ey * ey);
        }
        return StrictMath.sqrt(nearest);
    }

    // Irwin and Hall: nearly normal, within 6, and the same everywhere.
    static double gaussian(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
