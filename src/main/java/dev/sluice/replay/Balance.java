package dev.sluice.replay;

import java.util.List;

/** What a recount by id found. */
public sealed interface Balance {

    /** How many places of a kind are named; the rest is counted. */
    int NAMED = 10;

    SideCount samples();

    SideCount logits();

    /** Every input has exactly one fate. */
    record Holds(SideCount samples, SideCount logits) implements Balance {}

    /**
     * The law is broken.
     *
     * @param lost inputs without any fate
     * @param doubled inputs with more than one outcome
     * @param unfounded outcomes of records that are no inputs
     */
    record Broken(SideCount samples, SideCount logits, Faults lost, Faults doubled, Faults unfounded)
            implements Balance {}

    /**
     * Places where the law is broken in one way.
     *
     * @param count how many
     * @param first the first of them, at most {@link #NAMED}
     */
    record Faults(long count, List<Place> first) {}
}
