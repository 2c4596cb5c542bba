package dev.sluice.demo;

import dev.sluice.avro.LeftoverReason;

/** What must become of a record of the demo, known when it is made. */
public sealed interface Fate {

    /** It is part of a decision. */
    record Decided() implements Fate {}

    /** It ends without a decision. */
    record Left(LeftoverReason reason) implements Fate {}

    /**
     * It becomes a dead letter.
     *
     * @param fault what is wrong with it; its name is the letter's cause
     */
    record Letter(Fault fault) implements Fate {}
}
