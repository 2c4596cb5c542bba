package dev.sluice.storm;

import java.util.SplittableRandom;

/**
 * The rescaler while it learns: 19 features, a layer of 19, batch normalisation, ReLU, a layer of 2, batch normalisation, softmax;
 * the second output is the weight. Mutable, for one thread.
 *
 * <p>The last normalisation is what keeps it from answering 0 for every sample, which would be the smallest loss of all: over a batch
 * both outputs have mean 0. Layers have no biases, as a normalisation follows each.
 */
final class Net {

    static final int IN = Features.COUNT;
    static final int OUT = 2;

    /** First layer (19, 19) by rows, then the second (2, 19). */
    final double[] parameters = new double[IN * IN + OUT * IN];

    private static final int SECOND = IN * IN;

    Net(SplittableRandom random) {
        double most = 1 / Math.sqrt(IN);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (2 * random.nextDouble() - 1) * most;
        }
    }

    /** What is remembered of a batch for the way back. */
    final class Pass {
        /** n weights in (0, 1). */
        final double[] weights;

        private final double[] features;
        private final BatchNorm first;
        private final double[] hidden;
        private final BatchNorm second;

        private Pass(double[] features) {
            this.features = features;
            int n = features.length / IN;
            first = new BatchNorm(layer(features, IN, IN, 0), IN);
            hidden = first.out.clone();
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = Math.max(0, hidden[i]);
            }
            second = new BatchNorm(layer(hidden, IN, OUT, SECOND), OUT);
            weights = new double[n];
            for (int i = 0; i < n; i++) {
                weights[i] = sigmoid(second.out[i * OUT + 1] - second.out[i * OUT]);
            }
        }

        /**
         * Adds to a gradient over the parameters that of {@code sum of coefficient x weight}.
         *
         * @param coefficients n numbers, constants
         */
        void back(double[] coefficients, double[] gradient) {
            int n = weights.length;
            double[] outputs = new double[n * OUT];
            for (int i = 0; i < n; i++) {
                double g = coefficients[i] * weights[i] * (1 - weights[i]);
                outputs[i * OUT] = -g;
                outputs[i * OUT + 1] = g;
            }
            double[] after = second.back(outputs);
            add(after, OUT, hidden, gradient, SECOND);
            double[] inner = new double[n * IN];
            for (int i = 0; i < n; i++) {
                for (int h = 0; h < IN; h++) {
                    if (first.out[i * IN + h] > 0) {
                        inner[i * IN + h] = after[i * OUT] * parameters[SECOND + h]
                                + after[i * OUT + 1] * parameters[SECOND + IN + h];
                    }
                }
            }
            add(first.back(inner), IN, features, gradient, 0);
        }
    }

    /** @param features (n, 19) */
    Pass forward(double[] features) {
        return new Pass(features);
    }

    /** (n, out) from (n, in): each row times the layer that begins at a parameter. */
    double[] layer(double[] rows, int in, int out, int from) {
        int n = rows.length / in;
        double[] made = new double[n * out];
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                int at = from + o * in;
                for (int f = 0; f < in; f++) {
                    sum += parameters[at + f] * rows[i * in + f];
                }
                made[i * out + o] = sum;
            }
        }
        return made;
    }

    private static void add(double[] outer, int width, double[] rows, double[] gradient, int from) {
        int n = rows.length / IN;
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < width; o++) {
                double scale = outer[i * width + o];
                int at = from + o * IN;
                for (int f = 0; f < IN; f++) {
                    gradient[at + f] += scale * rows[i * IN + f];
                }
            }
        }
    }

    static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
