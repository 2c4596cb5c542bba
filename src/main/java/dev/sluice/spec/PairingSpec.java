package dev.sluice.spec;

import java.time.Duration;

/**
 * How a sample and its logits find each other.
 *
 * @param waiting {@code wait} in the file: event time that one side waits for the other
 * @param onTimeout what becomes of a side that waited in vain
 * @param remember event time that decided ids are known
 * @param onRepeat what becomes of logits that come after the decision
 * @param store where the waiting sides are kept
 * @param futureTolerance how far ahead of the wall clock a record's time may be
 */
public record PairingSpec(
        @Key(
                name = "wait",
                meaning = "How long, in event time, one side waits for the other; then it is a leftover.",
                byDefault = "10m")
        Duration waiting,

        @Key(
                meaning = "What becomes of a sample whose logits did not all come in time:"
                        + " it expires, or is judged with those that came.",
                byDefault = "expire")
        OnTimeout onTimeout,

        @Key(
                meaning = "How long, in event time, a decided id is known: a repeat within it is a leftover,"
                        + " after it the id counts as new.",
                byDefault = "1h")
        Duration remember,

        @Key(
                meaning = "Later logits of a decided sample: ignored (a leftover), or each a new presentation.",
                byDefault = "ignore")
        OnRepeat onRepeat,

        @Key(
                meaning = "Where waiting and parked records are kept: in the heap, or in RocksDB on the local disk."
                        + " Both kinds are restored from Kafka.",
                byDefault = "memory")
        StoreKind store,

        @Key(
                meaning = "A record whose time is further ahead of the wall clock than this is a dead letter.",
                byDefault = "10m",
                shortest = "0ms")
        Duration futureTolerance) {

    /** What becomes of a sample that waited in vain. */
    public enum OnTimeout {
        EXPIRE,
        JUDGE
    }

    /** What becomes of logits after the decision. */
    public enum OnRepeat {
        IGNORE,
        EVERY
    }

    /** Where waiting records are kept. */
    public enum StoreKind {
        MEMORY,
        ROCKSDB
    }
}
