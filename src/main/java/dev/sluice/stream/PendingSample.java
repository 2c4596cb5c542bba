package dev.sluice.stream;

/**
 * A decoded and checked sample. The body is kept as Avro bytes of our own schema: nobody between here and the output
 * topics looks inside, and an Avro record that starts with a sample starts with exactly these bytes.
 *
 * @param label given label, in 0..K-1
 * @param partition partition of the samples topic
 * @param offset offset in the samples topic
 * @param time event time, ms
 * @param body the Sample record, Avro binary without any header
 */
record PendingSample(int label, int partition, long offset, long time, byte[] body) {}
