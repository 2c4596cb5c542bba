package dev.sluice.noise;

import java.time.Duration;

/**
 * How far back learning remembers, in panes; forgetting is leaving out the oldest panes.
 *
 * <p>A window by <b>time</b> cuts event time. Every partition means the same pane by the same number, so the newest pane of
 * all partitions says which panes live. A window of length L in P panes remembers between L - L/P and L of event time
 * before the newest event, however the stream is partitioned.
 *
 * <p>A window by <b>count</b> cuts each partition's evidence by its sequence, and each partition has its share of the N
 * samples, so a pane's number means nothing elsewhere and each partition forgets by itself. It remembers between N - N/P
 * and N samples where keys spread evenly. It depends on the partitioning: the same stream in another number of partitions
 * forgets other rows. Rejected: one count over all partitions (nobody knows it without asking the others), and a count a
 * model version (its pane would have to be kept with each piece of evidence until it is judged).
 *
 * @param kind what a pane is cut from
 * @param paneLength length of a pane: ms, or pieces of evidence of one partition; 0 for a window without end
 * @param panes how many panes are live, 1 for a window without end
 */
public record Window(Kind kind, long paneLength, int panes) {

    /** What a pane is cut from. */
    public enum Kind {
        /** Nothing: there is one pane, number 0. */
        ALL,
        /** Event time. */
        TIME,
        /** The sequence of evidence in its partition. */
        SAMPLES
    }

    public Window {
        boolean fits = kind == Kind.ALL ? paneLength == 0 && panes == 1 : paneLength >= 1 && panes >= 1;
        if (!fits) {
            throw new IllegalArgumentException("not a window: " + panes + " panes of " + paneLength + " by " + kind);
        }
    }

    /** Nothing is ever forgotten: one pane, number 0. */
    public static Window all() {
        return new Window(Kind.ALL, 0, 1);
    }

    /**
     * The last {@code length} of event time.
     *
     * @param length of the whole window, at least 1 ms
     * @param panes into how many panes it is cut; each is rounded up to whole milliseconds
     */
    public static Window time(Duration length, int panes) {
        return new Window(Kind.TIME, ceil(length.toMillis(), Math.max(1, panes)), panes);
    }

    /**
     * The last {@code samples} pieces of evidence, in equal shares of the partitions.
     *
     * @param samples in the whole window, at least 1
     * @param partitions of the stream, at least 1
     * @param panes into how many panes each share is cut; each is rounded up to whole samples
     */
    public static Window samples(long samples, int partitions, int panes) {
        return new Window(Kind.SAMPLES, ceil(samples, Math.max(1, (long) partitions * panes)), panes);
    }

    private static long ceil(long whole, long parts) {
        return Math.floorDiv(whole - 1, parts) + 1;
    }

    /**
     * The pane of a piece of evidence.
     *
     * @param eventTimeMillis ms since the epoch
     * @param sequence its number in its partition, from 1
     */
    public long pane(long eventTimeMillis, long sequence) {
        return switch (kind) {
            case ALL -> 0;
            case TIME -> Math.floorDiv(eventTimeMillis, paneLength);
            case SAMPLES -> Math.floorDiv(sequence - 1, paneLength);
        };
    }

    /**
     * Whether a pane still counts.
     *
     * @param newestPane the newest that has been seen: anywhere, or in the same partition where {@link #byPartition()}
     */
    public boolean live(long pane, long newestPane) {
        return !bounded() || pane > newestPane - panes;
    }

    /** Whether each partition counts its own panes and forgets by itself. */
    public boolean byPartition() {
        return kind == Kind.SAMPLES;
    }

    /** Whether anything is ever forgotten. */
    public boolean bounded() {
        return kind != Kind.ALL;
    }
}
