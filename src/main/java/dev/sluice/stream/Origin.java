package dev.sluice.stream;

/**
 * Where an input record stands in its topic, which is its identity in the ledger and in every letter.
 *
 * @param side which input topic
 * @param topic its name
 * @param partition partition of both inputs, the task's own
 * @param offset offset in that partition
 * @param time event time, ms since the epoch
 */
record Origin(Side side, String topic, int partition, long offset, long time) {

    String place() {
        return topic + "-" + partition + " offset " + offset;
    }
}
