package dev.sluice.storm;

/** Batch normalisation without an affine part, over the columns of a batch: forth with the batch's own moments, and back. */
final class BatchNorm {

    static final double EPSILON = 1e-5;

    /** (n, width). */
    final double[] out;

    private final int width;
    private final double[] factor;

    BatchNorm(double[] in, int width) {
        this.width = width;
        int n = in.length / width;
        out = new double[in.length];
        factor = new double[width];
        for (int k = 0; k < width; k++) {
            double mean = 0;
            for (int i = 0; i < n; i++) {
                mean += in[i * width + k];
            }
            mean /= n;
            double variance = 0;
            for (int i = 0; i < n; i++) {
                variance += (in[i * width + k] - mean) * (in[i * width + k] - mean);
            }
            factor[k] = 1 / Math.sqrt(variance / n + EPSILON);
            for (int i = 0; i < n; i++) {
                out[i * width + k] = (in[i * width + k] - mean) * factor[k];
            }
        }
    }

    /** The gradient of what went in, from that of what came out. */
    double[] back(double[] gradient) {
        int n = out.length / width;
        double[] in = new double[out.length];
        for (int k = 0; k < width; k++) {
            double mean = 0;
            double along = 0;
            for (int i = 0; i < n; i++) {
                mean += gradient[i * width + k];
                along += gradient[i * width + k] * out[i * width + k];
            }
            mean /= n;
            along /= n;
            for (int i = 0; i < n; i++) {
                in[i * width + k] = factor[k] * (gradient[i * width + k] - mean - out[i * width + k] * along);
            }
        }
        return in;
    }
}
