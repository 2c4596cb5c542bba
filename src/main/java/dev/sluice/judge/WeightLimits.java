package dev.sluice.judge;

/**
 * Limits of the loss weight of a clean sample.
 *
 * @param floor smallest weight, in 0..1
 * @param cap largest weight, at least 1
 */
public record WeightLimits(double floor, double cap) {}
