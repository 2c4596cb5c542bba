package dev.sluice.stream;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Route;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The account of one partition: what came in, what became of it, and how far time and learning have come.
 *
 * <p>Invariant, at the end of every record (the law of conservation):
 *
 * <pre>
 * samples = decided - repeated + pending + parked + leftovers[samples] + letters[samples]
 * logits  = used    + pending + parked + leftovers[logits]  + letters[logits]
 * </pre>
 *
 * Repeated are the decisions on later presentations of a sample that is decided already. It is written in the same transaction as the outputs, so it is right after a crash too. Every number here can be
 * recounted from the topics, which {@code sluice verify} does without trusting it.
 *
 * <p>The two clocks live here as well: were they forgotten in a restart, what was late before it would be early after.
 */
public final class Ledger {

    static final long NO_TIME = Long.MIN_VALUE;

    private static final int SIDES = Side.values().length;

    final long[] in = new long[SIDES];
    final long[] pending = new long[SIDES];
    final long[] parked = new long[SIDES];
    final long[] clock = new long[SIDES];
    final long[][] leftovers = new long[SIDES][LeftoverReason.values().length];
    /** Logits that our own scorer has written; each counts as an input when it comes back. */
    long scored;

    final long[][] letters = new long[SIDES][LetterCause.values().length];
    final long[] decided = new long[Route.values().length];
    long used;
    long arrived;
    long judged;
    long repeated;
    int generation;

    Ledger() {
        Arrays.fill(clock, NO_TIME);
    }

    void came(Side side) {
        in[side.ordinal()]++;
    }

    void pending(Side side, int change) {
        pending[side.ordinal()] += change;
    }

    void parked(Side side, int change) {
        parked[side.ordinal()] += change;
    }

    void leftover(Side side, LeftoverReason reason) {
        leftovers[side.ordinal()][reason.ordinal()]++;
    }

    void letter(Side side, LetterCause cause) {
        letters[side.ordinal()][cause.ordinal()]++;
    }

    /** A unit is decided, with the logits that it was judged by. */
    void decided(Route route, Entry.Ready unit) {
        decided[route.ordinal()]++;
        used += unit.logits().size();
        repeated += unit.repeat() ? 1 : 0;
    }

    /** Input records of this side, ticks not counted. */
    public long in(Side side) {
        return in[side.ordinal()];
    }

    public long samples() {
        return in(Side.SAMPLES);
    }

    public long logits() {
        return in(Side.LOGITS);
    }

    public long decidedAs(Route... routes) {
        long sum = 0;
        for (Route route : routes.length == 0 ? Route.values() : routes) {
            sum += decided[route.ordinal()];
        }
        return sum;
    }

    public long pending() {
        return sum(pending);
    }

    public long parked() {
        return sum(parked);
    }

    public long leftovers() {
        return sum(leftovers[0]) + sum(leftovers[1]);
    }

    public long letters() {
        return sum(letters[0]) + sum(letters[1]);
    }

    /** What waits on one side, for its partner or to be judged. */
    public long pending(Side side) {
        return pending[side.ordinal()];
    }

    /** What is parked of one side. */
    public long parked(Side side) {
        return parked[side.ordinal()];
    }

    /** Inputs of one side that ended so. */
    public long leftovers(Side side, LeftoverReason reason) {
        return leftovers[side.ordinal()][reason.ordinal()];
    }

    /** Inputs of one side that became letters of this cause. */
    public long letters(Side side, LetterCause cause) {
        return letters[side.ordinal()][cause.ordinal()];
    }

    /** Logits rows that decisions were made from. */
    public long used() {
        return used;
    }

    /** Event time up to which one side has come, ms since the epoch; empty before its first record. */
    public OptionalLong clock(Side side) {
        long time = clock[side.ordinal()];
        return time == NO_TIME ? OptionalLong.empty() : OptionalLong.of(time);
    }

    /** Evidence that was complete and could be learnt from. */
    public long arrived() {
        return arrived;
    }

    /** Evidence that was judged. */
    public long judged() {
        return judged;
    }

    /** Decisions on later presentations of a sample. */
    public long repeated() {
        return repeated;
    }

    /** What is missing (positive) or too much (negative) on the side of the samples; 0 when the law holds. */
    public long samplesOutOfBalance() {
        return outOfBalance(Side.SAMPLES, decidedAs() - repeated);
    }

    /** The same for logits. */
    public long logitsOutOfBalance() {
        return outOfBalance(Side.LOGITS, used);
    }

    private long outOfBalance(Side side, long served) {
        int s = side.ordinal();
        return in[s] - served - pending[s] - parked[s] - sum(leftovers[s]) - sum(letters[s]);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
