package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.Side;

/** Hears of every outcome that a recount meets, each once. */
public interface OutcomeListener {

    /** Hears nothing. */
    OutcomeListener NONE = new OutcomeListener() {};

    /** A live decision. */
    default void decision(Decision decision) {}

    /** An input that ended without one. */
    default void leftover(Leftover leftover) {}

    /**
     * A dead letter.
     *
     * @param side where the bad record came in
     * @param cause its {@code sluice.cause}
     */
    default void letter(Side side, String cause) {}
}
