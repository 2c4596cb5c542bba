package dev.sluice.judge;

import java.util.OptionalDouble;

/**
 * What a person chose for one class; what is empty stays as for the others.
 *
 * @param threshold replaces the learnt threshold of the class
 * @param thresholdOffset added to the learnt threshold; ignored beside a fixed one
 * @param quarantineAbove P(label wrong) above which samples with this given label are quarantined, for detectors that give one
 */
public record ClassPolicy(OptionalDouble threshold, OptionalDouble thresholdOffset, OptionalDouble quarantineAbove) {}
