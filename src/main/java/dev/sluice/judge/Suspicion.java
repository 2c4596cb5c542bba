package dev.sluice.judge;

/**
 * What a detector says of one sample.
 *
 * @param pWrong P(label wrong) in 0..1; for detectors that give none, 1 - self-confidence
 * @param otherClass the class that speaks against the given label, or {@link Detector#AGREES}
 */
record Suspicion(double pWrong, int otherClass) {}
