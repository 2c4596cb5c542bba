package dev.sluice.storm;

/**
 * A student that can be differentiated, where the model under training cannot be seen: softmax(W x + b) on a model's logits x. It
 * begins as that model itself, so its first losses are the observed ones. Mutable, for one thread.
 *
 * <p>With d = q - e_s the gradient of one sample's loss is d x^T and d, so gradients of two samples have the inner product
 * (d_i . d_j)(x_i . x_j + 1), and none of this needs more than K^2 numbers.
 */
final class Probe {

    final int classes;
    /** (K, K) by rows, then K biases. */
    final double[] parameters;

    /** @param scale of the logits: embeddings are the logits divided by it */
    Probe(int classes, double scale) {
        this.classes = classes;
        parameters = new double[classes * classes + classes];
        for (int k = 0; k < classes; k++) {
            parameters[k * classes + k] = scale;
        }
    }

    private Probe(Probe other) {
        classes = other.classes;
        parameters = other.parameters.clone();
    }

    Probe copy() {
        return new Probe(this);
    }

    /**
     * Probabilities less the given label, q - e_s; the loss is found from it.
     *
     * @param x K numbers
     */
    double[] delta(double[] x, int given) {
        double[] q = new double[classes];
        double top = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            double sum = parameters[classes * classes + k];
            for (int f = 0; f < classes; f++) {
                sum += parameters[k * classes + f] * x[f];
            }
            q[k] = sum;
            top = Math.max(top, sum);
        }
        double all = 0;
        for (int k = 0; k < classes; k++) {
            q[k] = StrictMath.exp(q[k] - top);
            all += q[k];
        }
        for (int k = 0; k < classes; k++) {
            q[k] /= all;
        }
        q[given] -= 1;
        return q;
    }

    /** Adds {@code scale} times the gradient of a sample's loss. */
    void add(double scale, double[] delta, double[] x, double[] gradient) {
        for (int k = 0; k < classes; k++) {
            double part = scale * delta[k];
            for (int f = 0; f < classes; f++) {
                gradient[k * classes + f] += part * x[f];
            }
            gradient[classes * classes + k] += part;
        }
    }

    /** Inner product of a gradient with that of a sample's loss. */
    double along(double[] gradient, double[] delta, double[] x) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            double row = gradient[classes * classes + k];
            for (int f = 0; f < classes; f++) {
                row += gradient[k * classes + f] * x[f];
            }
            sum += delta[k] * row;
        }
        return sum;
    }

    /** Takes a step down a gradient. */
    void step(double rate, double[] gradient) {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= rate * gradient[i];
        }
    }
}
