package dev.sluice.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/** How wrong labels come about. In every class the true label stays the most likely one, up to a rate of 40 %. */
enum LabelNoise {
    /** By the digit: seven of ten wrong labels name the digit that looks most like it, the rest any other. */
    CLASS {
        @Override
        int[] labels(Digits digits, double rate, SplittableRandom random) {
            int[] given = digits.labels().clone();
            for (int i = 0; i < given.length; i++) {
                if (random.nextDouble() < rate) {
                    given[i] = random.nextDouble() < LOOKALIKE
                            ? LOOKS_LIKE[given[i]]
                            : (given[i] + 1 + random.nextInt(Digits.CLASSES - 1)) % Digits.CLASSES;
                }
            }
            return given;
        }
    },
    /**
     * By the image: the less it looks like the mean of its digit and the more like another's, the likelier is a wrong label,
     * from half the rate to one and a half of it in each digit. Seven of ten wrong labels name that other digit. So not just
     * of a digit, but of nearly each image the true label stays the most likely one, and can be found out.
     */
    INSTANCE {
        @Override
        int[] labels(Digits digits, double rate, SplittableRandom random) {
            double[][] means = means(digits);
            int n = digits.size();
            int[] other = new int[n];
            double[] doubt = new double[n];
            for (int i = 0; i < n; i++) {
                double own = distance(digits.pixels()[i], means[digits.labels()[i]]);
                double nearest = Double.MAX_VALUE;
                for (int k = 0; k < means.length; k++) {
                    double far = distance(digits.pixels()[i], means[k]);
                    if (k != digits.labels()[i] && far < nearest) {
                        nearest = far;
                        other[i] = k;
                    }
                }
                doubt[i] = own - nearest;
            }
            int[] given = digits.labels().clone();
            for (int k = 0; k < means.length; k++) {
                Integer[] members = members(digits, k);
                Arrays.sort(members, Comparator.comparingDouble(i -> doubt[i]));
                for (int rank = 0; rank < members.length; rank++) {
                    if (random.nextDouble() < rate * (.5 + (rank + .5) / members.length)) {
                        given[members[rank]] = random.nextDouble() < LOOKALIKE
                                ? other[members[rank]]
                                : (k + 1 + random.nextInt(Digits.CLASSES - 1)) % Digits.CLASSES;
                    }
                }
            }
            return given;
        }
    };

    private static final double LOOKALIKE = .7;
    private static final int[] LOOKS_LIKE = {6, 7, 7, 8, 9, 6, 5, 1, 3, 4};

    /**
     * Labels as somebody gave them.
     *
     * @param rate share that is wrong, 0 to .4
     */
    abstract int[] labels(Digits digits, double rate, SplittableRandom random);

    private static Integer[] members(Digits digits, int label) {
        return java.util.stream.IntStream.range(0, digits.size())
                .filter(i -> digits.labels()[i] == label)
                .boxed()
                .toArray(Integer[]::new);
    }

    private static double[][] means(Digits digits) {
        double[][] means = new double[Digits.CLASSES][Digits.PIXELS];
        int[] counts = new int[Digits.CLASSES];
        for (int i = 0; i < digits.size(); i++) {
            counts[digits.labels()[i]]++;
            for (int p = 0; p < Digits.PIXELS; p++) {
                means[digits.labels()[i]][p] += digits.pixels()[i][p];
            }
        }
        for (int k = 0; k < means.length; k++) {
            for (int p = 0; p < Digits.PIXELS; p++) {
                means[k][p] /= Math.max(1, counts[k]);
            }
        }
        return means;
    }

    private static double distance(float[] image, double[] mean) {
        double sum = 0;
        for (int p = 0; p < mean.length; p++) {
            sum += (image[p] - mean[p]) * (image[p] - mean[p]);
        }
        return sum;
    }
}
