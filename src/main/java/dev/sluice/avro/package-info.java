/**
 * The edges where records become bytes: Confluent wire format with a schema registry for the topics that others read and
 * write, registry-free Avro for our own stores and control topics, and the way between records and core types.
 *
 * <p>Data faults are {@link dev.sluice.avro.BadRecordException}, an unreachable registry is
 * {@link dev.sluice.avro.RegistryUnavailableException}: two types, so that an outage never turns good rows into letters.
 */
package dev.sluice.avro;
