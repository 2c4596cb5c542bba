package dev.sluice.demo;

import dev.sluice.avro.Side;

/**
 * One record of the demo before it is turned into bytes.
 *
 * @param side which input topic
 * @param id sample id, and the key unless the fault says otherwise
 * @param item what the record speaks of
 * @param time event time, ms since the epoch
 * @param fate what must become of it; a {@link Fate.Letter} says how to damage it
 */
public record DemoRecord(Side side, String id, DemoItem item, long time, Fate fate) {}
