package dev.sluice.load;

/**
 * What was written.
 *
 * @param samples rows in the samples topic
 * @param logits rows in the logits topic
 * @param ticks ticks in both
 * @param seconds how long it took
 */
public record LoadResult(long samples, long logits, long ticks, double seconds) {}
