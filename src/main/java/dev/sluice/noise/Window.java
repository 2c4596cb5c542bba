package dev.sluice.noise;

import java.time.Duration;

/**
 * How far back learning remembers, in panes of event time. Every partition means the same pane by the same number, so
 * that their sums can be merged; forgetting is leaving out the oldest panes.
 *
 * <p>A window of length L in P panes remembers between L - L/P and L of event time before the newest event.
 *
 * @param paneMillis length of a pane in ms, 0 for a window without end
 * @param panes how many panes are live, 1 for a window without end
 */
public record Window(long paneMillis, int panes) {

    public Window {
        if (paneMillis < 0 || panes < 1 || (paneMillis == 0 && panes != 1)) {
            throw new IllegalArgumentException("not a window: " + panes + " panes of " + paneMillis + " ms");
        }
    }

    /** Nothing is ever forgotten: one pane, number 0. */
    public static Window all() {
        return new Window(0, 1);
    }

    /**
     * The last {@code length} of event time.
     *
     * @param length of the whole window, at least 1 ms
     * @param panes into how many panes it is cut; each is rounded up to whole milliseconds
     */
    public static Window time(Duration length, int panes) {
        long millis = length.toMillis();
        if (millis < 1 || panes < 1) {
            throw new IllegalArgumentException("not a window: " + length + " in " + panes + " panes");
        }
        return new Window((millis + panes - 1) / panes, panes);
    }

    /** The pane of an event time in ms since the epoch. */
    public long pane(long eventTimeMillis) {
        return bounded() ? Math.floorDiv(eventTimeMillis, paneMillis) : 0;
    }

    /** Whether a pane still counts when {@code newestPane} is the newest that has been seen. */
    public boolean live(long pane, long newestPane) {
        return !bounded() || pane > newestPane - panes;
    }

    /** Whether anything is ever forgotten. */
    public boolean bounded() {
        return paneMillis > 0;
    }
}
