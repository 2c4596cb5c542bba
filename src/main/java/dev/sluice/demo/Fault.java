package dev.sluice.demo;

import dev.sluice.avro.Side;
import java.util.ArrayList;
import java.util.List;

/** Every way in which a producer can send a bad record. Named as the cause of the dead letter that it must become. */
public enum Fault {
    WRONG_MAGIC,
    UNKNOWN_SCHEMA,
    TRUNCATED,
    INCOMPATIBLE_SCHEMA,
    NULL_KEY,
    TOMBSTONE,
    KEY_MISMATCH,
    FUTURE_TIMESTAMP,
    WRONG_PARTITION,
    LABEL_RANGE(Side.SAMPLE),
    EMPTY_LOGITS(Side.LOGITS),
    LOGITS_SIZE(Side.LOGITS),
    NOT_FINITE(Side.LOGITS),
    UNKNOWN_MODEL(Side.LOGITS),
    TOO_LARGE(Side.SAMPLE);

    private final List<Side> sides;

    Fault(Side... only) {
        this.sides = only.length == 0 ? List.of(Side.SAMPLE, Side.LOGITS) : List.of(only);
    }

    /** The topics in which this fault can occur. */
    List<Side> sides() {
        return sides;
    }

    /** All faults that one side can have. */
    static List<Fault> of(Side side) {
        List<Fault> faults = new ArrayList<>();
        for (Fault fault : values()) {
            if (fault.sides.contains(side)) {
                faults.add(fault);
            }
        }
        return faults;
    }
}
