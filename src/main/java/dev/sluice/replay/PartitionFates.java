package dev.sluice.replay;

import dev.sluice.avro.Side;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * The fates of one partition of one input topic, one bit for each offset and fate. Bits start at the first offset that
 * the topic still holds; outcomes of older records, deleted by the topic's retention, are passed over.
 */
final class PartitionFates {

    private final long base;
    private final long cut;
    private final BitSet inputs = new BitSet();
    private final BitSet ticks = new BitSet();
    private final Map<Outcome, BitSet> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Waiting, BitSet> waiting = new EnumMap<>(Waiting.class);
    private final BitSet transit = new BitSet();
    private final BitSet doubled = new BitSet();
    private final Map<Outcome, Long> repeats = new EnumMap<>(Outcome.class);
    private long unread;

    /**
     * @param base first offset that the topic holds
     * @param cut the pipeline's committed offset: what lies below has been taken
     */
    PartitionFates(long base, long cut) {
        this.base = base;
        this.cut = Math.max(base, cut);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new BitSet());
        }
        clearWaiting();
    }

    void clearWaiting() {
        for (Waiting kind : Waiting.values()) {
            waiting.put(kind, new BitSet());
        }
    }

    void input(long offset) {
        if (offset >= cut) {
            unread++;
        } else {
            inputs.set(bit(offset));
        }
    }

    void tick(long offset) {
        if (offset < cut) {
            ticks.set(bit(offset));
        }
    }

    /** Inputs, and those that called themselves ticks and were refused as such: each of those is a letter. */
    private BitSet taken() {
        BitSet refused = (BitSet) ticks.clone();
        refused.and(outcomes.get(Outcome.DEAD_LETTER));
        refused.or(inputs);
        return refused;
    }

    void outcome(long offset, Outcome outcome) {
        if (offset < base) {
            return;
        }
        int bit = bit(offset);
        for (BitSet other : outcomes.values()) {
            if (other.get(bit)) {
                doubled.set(bit);
            }
        }
        outcomes.get(outcome).set(bit);
    }

    /** Whether an input that the topic still holds went to quarantine; true for older ones, of which nothing is known. */
    boolean quarantined(long offset) {
        return offset < base || outcomes.get(Outcome.QUARANTINE).get(bit(offset));
    }

    void repeated(Outcome outcome) {
        repeats.merge(outcome, 1L, Long::sum);
    }

    long repeats(Outcome outcome) {
        return repeats.getOrDefault(outcome, 0L);
    }

    void waiting(long offset, Waiting kind) {
        if (offset >= base) {
            waiting.get(kind).set(bit(offset));
        }
    }

    void inTransit(long offset) {
        if (offset >= base) {
            transit.set(bit(offset));
        }
    }

    void findFaults(Side side, int partition, FaultList lost, FaultList doubles, FaultList unfounded) {
        BitSet decided = anyOutcome();
        BitSet missing = (BitSet) inputs.clone();
        missing.andNot(decided);
        waiting.values().forEach(missing::andNot);
        missing.andNot(transit);
        lost.add(side, partition, base, missing);
        doubles.add(side, partition, base, doubled);
        // Beyond the cut a running pipeline goes on; only below it every input is known.
        BitSet invented = decided.get(0, bit(cut));
        invented.andNot(taken());
        unfounded.add(side, partition, base, invented);
    }

    boolean hasLost() {
        FaultList lost = new FaultList();
        findFaults(Side.SAMPLE, 0, lost, new FaultList(), new FaultList());
        return lost.count() > 0;
    }

    SideCount count() {
        BitSet left = taken();
        long in = left.cardinality();
        long clean = take(left, outcomes.get(Outcome.CLEAN));
        long quarantine = take(left, outcomes.get(Outcome.QUARANTINE));
        long leftovers = take(left, outcomes.get(Outcome.LEFTOVER));
        long letters = take(left, outcomes.get(Outcome.DEAD_LETTER));
        long pending = take(left, waiting.get(Waiting.PENDING));
        long parked = take(left, waiting.get(Waiting.PARKED));
        // Read from the input, but not by the filter yet.
        long between = take(left, transit);
        return new SideCount(in - between, clean, quarantine, leftovers, letters, pending, parked, unread + between);
    }

    /** How many of those left have the fate; they are taken away, so that an outcome wins over waiting. */
    private static long take(BitSet left, BitSet fate) {
        BitSet taken = (BitSet) left.clone();
        taken.and(fate);
        left.andNot(taken);
        return taken.cardinality();
    }

    private BitSet anyOutcome() {
        BitSet any = new BitSet();
        outcomes.values().forEach(any::or);
        return any;
    }

    private int bit(long offset) {
        return Math.toIntExact(offset - base);
    }
}
