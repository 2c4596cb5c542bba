package dev.sluice.storm;

/**
 * One row of the reservoir.
 *
 * @param given given label, in 0..K-1
 * @param stands how many rows of the stream it stands for, above 0
 * @param pWrong P(label wrong), only kept for whoever asks which rows pass as clean
 * @param look what the passes say
 * @param embedding K logits, less their mean and averaged over the passes; empty where classes are too many for a probe
 */
public record StormRow(int given, double stands, float pWrong, Look look, float[] embedding) {}
