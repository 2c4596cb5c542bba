package dev.sluice.replay;

import dev.sluice.avro.Side;

/**
 * Where an input record stands: its identity in the conservation law.
 *
 * @param side which of the two input topics
 * @param partition its partition
 * @param offset its offset
 */
public record Place(Side side, int partition, long offset) {}
