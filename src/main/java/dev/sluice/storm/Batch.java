package dev.sluice.storm;

/**
 * Some rows of the reservoir.
 *
 * @param features (n, 19)
 * @param given n given labels
 * @param losses n observed losses
 * @param embeddings n rows of K numbers; null without a probe
 */
record Batch(double[] features, int[] given, double[] losses, double[][] embeddings) {}
