package dev.sluice.noise;

import java.util.Arrays;
import java.util.List;

/**
 * Where the wanted smallest numbers of each group end, found exactly and without keeping the numbers: they are shown again
 * and again, each time counted in the bins of an interval that is known to hold the cut, until one number is left or so few
 * that they can be kept.
 *
 * <p>What is kept: for each group an interval, how many numbers lie below it, and a row of bins. In all about 2^17 bins, or
 * four a group where there are very many groups, and at most as many numbers.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>below + numbers in the interval >= wanted > below.
 *   <li>The bin of a number is a monotone function of it. So the numbers of a bin are an interval again, whose ends are
 *       found by bisection over all doubles with that very function: rounding can lose or double no number.
 *   <li>Counts are added, so the result does not depend on how the rows are divided among threads.
 * </ol>
 *
 * <p>The first bins are equally wide, since probabilities and margins crowd at a few places of a known range. After that
 * bins have equally many doubles each, so that any cut is found in a fixed number of passes, however close to 0.
 *
 * <p>Rejected: sorting the numbers of a group (memory grows with the rows); a heap of the wanted ones (grows with the
 * flagged rows, of which there may be half of all); a sketch (not exact).
 */
public final class ExactCuts {

    private static final double LOWEST = -1.01;
    private static final double HIGHEST = 1.01;
    private static final int BINS_IN_ALL = 1 << 17;
    private static final int FEWEST_BITS = 2;
    private static final int MOST_BITS = 11;

    private final long[] wanted;
    private final long[] below;
    private final long[] members;
    private final long[] atCut;
    private final long[] low;
    private final long[] high;
    private final int[] shift;
    private final boolean[] settled;
    private final int bits;
    private final double scale;
    private boolean linear = true;
    private boolean keeping;
    private int[] slots;
    private int kept;

    /** @param wanted how many of the smallest each group wants, at least 1 and at most as many as it has */
    public ExactCuts(long[] wanted) {
        int groups = wanted.length;
        this.wanted = wanted;
        this.below = new long[groups];
        this.members = new long[groups];
        this.atCut = new long[groups];
        this.low = new long[groups];
        this.high = new long[groups];
        this.shift = new int[groups];
        this.settled = new boolean[groups];
        int share = Math.max(1, BINS_IN_ALL / Math.max(1, groups));
        this.bits = Math.max(FEWEST_BITS, Math.min(MOST_BITS, 31 - Integer.numberOfLeadingZeros(share)));
        this.scale = (1 << bits) / (HIGHEST - LOWEST);
        Arrays.fill(low, key(Double.NEGATIVE_INFINITY));
        Arrays.fill(high, key(Double.POSITIVE_INFINITY));
    }

    /** Whether every cut is known. */
    public boolean settled() {
        for (boolean one : settled) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** Begins the count of one part of the rows; each number of the part must be shown to it once. */
    public Count count() {
        return keeping ? new Keeper() : linear ? new EqualWidths() : new EqualDoubles();
    }

    /** Ends a pass over all parts. */
    public void end(List<Count> parts) {
        if (keeping) {
            settleKept(parts);
            return;
        }
        for (int group = 0; group < wanted.length; group++) {
            if (!settled[group]) {
                narrow(group, parts);
            }
        }
        linear = false;
        long all = 0;
        for (int group = 0; group < wanted.length; group++) {
            all += settled[group] ? 0 : members[group];
        }
        if (all <= Math.max(BINS_IN_ALL, (long) wanted.length << FEWEST_BITS)) {
            keeping = true;
            slots = new int[wanted.length];
            kept = 0;
            for (int group = 0; group < wanted.length; group++) {
                slots[group] = kept;
                kept += settled[group] ? 0 : (int) members[group];
            }
        }
    }

    /** The largest number that is wanted. */
    public double cut(int group) {
        return value(low[group]);
    }

    /** How many of the numbers that equal the cut are wanted, at least 1. */
    public long wantedAtCut(int group) {
        return wanted[group] - below[group];
    }

    /** How many numbers equal the cut. */
    public long atCut(int group) {
        return atCut[group];
    }

    private void narrow(int group, List<Count> parts) {
        int bin = -1;
        long before;
        long inBin = 0;
        do {
            bin++;
            before = inBin;
            for (Count part : parts) {
                inBin += ((Bins) part).counts[(group << bits) + bin];
            }
        } while (below[group] + inBin < wanted[group]);
        below[group] += before;
        members[group] = inBin - before;
        if (linear) {
            long first = firstInBin(bin);
            high[group] = bin + 1 == 1 << bits ? high[group] : firstInBin(bin + 1) - 1;
            low[group] = first;
        } else {
            low[group] += (long) bin << shift[group];
            high[group] = Math.min(high[group], low[group] + (1L << shift[group]) - 1);
        }
        if (low[group] == high[group]) {
            settle(group, low[group], members[group]);
        } else {
            shift[group] = Math.max(0, 64 - Long.numberOfLeadingZeros(high[group] - low[group]) - bits);
        }
    }

    private void settleKept(List<Count> parts) {
        for (int group = 0; group < wanted.length; group++) {
            if (settled[group]) {
                continue;
            }
            double[] numbers = new double[(int) members[group]];
            int size = 0;
            for (Count part : parts) {
                Keeper keeper = (Keeper) part;
                System.arraycopy(keeper.numbers, slots[group], numbers, size, keeper.sizes[group]);
                size += keeper.sizes[group];
            }
            Arrays.sort(numbers);
            double cut = numbers[(int) (wanted[group] - below[group]) - 1];
            long equal = 0;
            long smaller = 0;
            for (double number : numbers) {
                smaller += number < cut ? 1 : 0;
                equal += number == cut ? 1 : 0;
            }
            below[group] += smaller;
            settle(group, key(cut), equal);
        }
    }

    private void settle(int group, long key, long equal) {
        settled[group] = true;
        low[group] = key;
        high[group] = key - 1;
        atCut[group] = equal;
    }

    private int equalWidthBin(double number) {
        int bin = (int) ((number - LOWEST) * scale);
        return Math.max(0, Math.min((1 << bits) - 1, bin));
    }

    private long firstInBin(int bin) {
        long from = key(Double.NEGATIVE_INFINITY);
        long to = key(Double.POSITIVE_INFINITY);
        while (from < to) {
            long middle = (from >> 1) + (to >> 1) + (from & to & 1);
            if (equalWidthBin(value(middle)) >= bin) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    /** A long that orders as the double does; both zeros are one. */
    private static long key(double number) {
        long bits = Double.doubleToRawLongBits(number + 0.0);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static double value(long key) {
        return Double.longBitsToDouble(key ^ (key >> 63 & Long.MAX_VALUE));
    }

    /** One part's share of a pass. For one thread. */
    public abstract static class Count {

        private Count() {}

        /** Shows a number of a group, in -1.01..1.01. */
        public abstract void add(int group, double number);
    }

    private abstract class Bins extends Count {
        final int[] counts = new int[wanted.length << bits];
    }

    private final class EqualWidths extends Bins {
        @Override
        public void add(int group, double number) {
            counts[(group << bits) + equalWidthBin(number)]++;
        }
    }

    private final class EqualDoubles extends Bins {
        @Override
        public void add(int group, double number) {
            long key = key(number);
            if (key >= low[group] && key <= high[group]) {
                counts[(group << bits) + (int) (key - low[group] >>> shift[group])]++;
            }
        }
    }

    private final class Keeper extends Count {
        private final double[] numbers = new double[kept];
        private final int[] sizes = new int[wanted.length];

        @Override
        public void add(int group, double number) {
            long key = key(number);
            if (key >= low[group] && key <= high[group]) {
                numbers[slots[group] + sizes[group]++] = number;
            }
        }
    }
}
