package dev.sluice.stream;

/**
 * Event time of one partition: the smaller of the two topics' clocks, so that catching up on one topic does not expire
 * what waits for the other. A topic's clock is the largest event time seen in it; it never goes back.
 *
 * <p>While records are parked, time stands still at the oldest of them: an outage of the registry must not make good
 * records late. It stands still at the oldest sample whose scores are under way, too.
 */
final class EventClock {

    private final Ledger ledger;
    private final SourceClocks sources;
    private long held = Long.MAX_VALUE;
    private long heldForScores = Long.MAX_VALUE;

    EventClock(Ledger ledger) {
        this(ledger, null);
    }

    /** @param sources where records of several input partitions come together; null where they do not */
    EventClock(Ledger ledger, SourceClocks sources) {
        this.ledger = ledger;
        this.sources = sources;
    }

    /** Time has come this far in one partition of an input. */
    void advance(Side side, int source, long time) {
        int s = side.ordinal();
        long reached = sources == null ? time : sources.advance(side, source, time);
        ledger.clock[s] = Math.max(ledger.clock[s], reached);
    }

    /** Holds time at the given moment, the event time of the oldest parked record; {@code Long.MAX_VALUE} lets go. */
    void hold(long time) {
        held = time;
    }

    /** The same for the oldest sample that the scorer has been asked about. */
    void holdForScores(long time) {
        heldForScores = time;
    }

    /** Whether both topics have been seen at all. Before that nothing is late and nothing expires. */
    boolean runs() {
        return ledger.clock[0] != Ledger.NO_TIME && ledger.clock[1] != Ledger.NO_TIME;
    }

    /** The present of this partition, ms; only meaningful once it {@link #runs()}. */
    long now() {
        return Math.min(Math.min(held, heldForScores), Math.min(ledger.clock[0], ledger.clock[1]));
    }

    /** Whether the moment plus the given length lies strictly in the past. */
    boolean past(long time, long length) {
        return runs() && now() - time > length;
    }
}
