package dev.sluice.stream;

import java.util.Locale;

/** How the instances of a pipeline share the partitions among themselves. */
public enum GroupProtocol {
    /** One of the instances computes the assignment. Works with every broker that we support. */
    CLASSIC,
    /** The broker computes it (KIP-1071). Time-outs and standbys are settings of the group at the broker. */
    STREAMS;

    /** As Kafka spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
