package dev.sluice.stream;

import java.util.Arrays;

/**
 * Which presentations of a sample have their decision. Immutable.
 *
 * <p>Kept as ranges, since epochs are numbered one after the other: a sample that was shown a hundred thousand times takes
 * eight bytes. Numbers with gaps between them take a range each, of which at most {@link #RANGES} are kept; then the lowest gap
 * is closed, and a presentation that comes so late for it is one that is taken.
 *
 * @param bounds first and last number of each range, ascending, never adjacent
 */
record Presentations(int[] bounds) {

    static final int RANGES = 256;

    static Presentations of(int number) {
        return new Presentations(new int[] {number, number});
    }

    boolean contains(int number) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (number >= bounds[i] && number <= bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** The number after all that are taken; the largest there is stays the largest. */
    int next() {
        return after(bounds[bounds.length - 1]);
    }

    static int after(int number) {
        return number == Integer.MAX_VALUE ? number : number + 1;
    }

    Presentations plus(int number) {
        if (contains(number)) {
            return this;
        }
        int at = 0;
        while (at < bounds.length && bounds[at] < number) {
            at += 2;
        }
        boolean joinsBefore = at > 0 && bounds[at - 1] == number - 1;
        boolean joinsAfter = at < bounds.length && bounds[at] == number + 1;
        int from = joinsBefore ? at - 2 : at;
        int to = joinsAfter ? at + 2 : at;
        int[] more = new int[from + 2 + bounds.length - to];
        System.arraycopy(bounds, 0, more, 0, from);
        more[from] = joinsBefore ? bounds[from] : number;
        more[from + 1] = joinsAfter ? bounds[at + 1] : number;
        System.arraycopy(bounds, to, more, from + 2, bounds.length - to);
        return new Presentations(more.length > 2 * RANGES ? closeLowestGap(more) : more);
    }

    private static int[] closeLowestGap(int[] bounds) {
        int[] fewer = Arrays.copyOfRange(bounds, 2, bounds.length);
        fewer[0] = bounds[0];
        return fewer;
    }
}
