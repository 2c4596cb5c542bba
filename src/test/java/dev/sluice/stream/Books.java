package dev.sluice.stream;

import dev.sluice.avro.LeftoverReason;
import dev.sluice.avro.LetterCause;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Route;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Builds the books of a partition for tests. What comes in goes somewhere unless a test says otherwise. */
public final class Books {

    private final Ledger ledger = new Ledger();
    private final Map<Integer, DecisionCounts> classes = new TreeMap<>();
    private final WeightCounts weights = new WeightCounts();

    private Books() {}

    public static Books books() {
        return new Books();
    }

    /** Pairs that came and were decided. */
    public Books decided(Route route, long times) {
        ledger.in[0] += times;
        ledger.in[1] += times;
        ledger.decided[route.ordinal()] += times;
        ledger.used += times;
        return this;
    }

    /** One decision on a sample with this given label; its pair counts as come as well. */
    public Books decided(int given, Route route, double weight, Reason... reasons) {
        TreeSet<Reason> named = new TreeSet<>(List.of(reasons));
        Decision decision = new Decision(route, weight, 0, given, given, named, Set.of(), null, 1);
        classes.computeIfAbsent(given, first -> new DecisionCounts()).count(decision);
        if (route == Route.CLEAN) {
            weights.count(weight);
        }
        return decided(route, 1);
    }

    public Books pending(Side side, long rows) {
        ledger.in[side.ordinal()] += rows;
        ledger.pending[side.ordinal()] += rows;
        return this;
    }

    public Books parked(Side side, long rows) {
        ledger.in[side.ordinal()] += rows;
        ledger.parked[side.ordinal()] += rows;
        return this;
    }

    public Books letters(Side side, LetterCause cause, long rows) {
        ledger.in[side.ordinal()] += rows;
        ledger.letters[side.ordinal()][cause.ordinal()] += rows;
        return this;
    }

    public Books leftovers(Side side, LeftoverReason reason, long rows) {
        ledger.in[side.ordinal()] += rows;
        ledger.leftovers[side.ordinal()][reason.ordinal()] += rows;
        return this;
    }

    /** Rows that came and went nowhere. */
    public Books lost(Side side, long rows) {
        ledger.in[side.ordinal()] += rows;
        return this;
    }

    public Books arrived(long evidence) {
        ledger.arrived = evidence;
        return this;
    }

    /** Both clocks. */
    public Books clock(long time) {
        ledger.clock[0] = time;
        ledger.clock[1] = time;
        return this;
    }

    public PartitionBooks build() {
        return new PartitionBooks(ledger, classes, weights);
    }
}
