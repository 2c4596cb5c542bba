package dev.sluice.replay;

/**
 * What came into one input topic below the cut, and where it is. The conservation law says that the parts add up to
 * {@code in}; that alone proves nothing, since one lost and one doubled record add up too. See {@link Balance}.
 *
 * @param in records that the pipeline has taken, ticks not counted
 * @param clean part of a decision routed clean
 * @param quarantine part of a decision routed to quarantine
 * @param leftovers ended without a decision
 * @param deadLetters refused
 * @param pending wait for their partner or to be judged
 * @param parked wait for the schema registry
 * @param unread not taken yet, at the moment of the cut or since; not part of {@code in}
 */
public record SideCount(
        long in,
        long clean,
        long quarantine,
        long leftovers,
        long deadLetters,
        long pending,
        long parked,
        long unread) {

    /** Samples that are decided, or logits that are used. */
    public long decided() {
        return clean + quarantine;
    }

    SideCount plus(SideCount other) {
        return new SideCount(
                in + other.in,
                clean + other.clean,
                quarantine + other.quarantine,
                leftovers + other.leftovers,
                deadLetters + other.deadLetters,
                pending + other.pending,
                parked + other.parked,
                unread + other.unread);
    }

    static SideCount none() {
        return new SideCount(0, 0, 0, 0, 0, 0, 0, 0);
    }
}
