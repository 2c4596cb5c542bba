package dev.sluice.spec;

import dev.sluice.noise.Window;
import java.time.Duration;
import java.util.Optional;

/**
 * Which evidence counts for learning: everything, or a rolling stretch of event time.
 *
 * @param time length of the stretch, empty for everything
 */
public record WindowSpec(Optional<Duration> time) {

    /** A rolling window moves in this many steps, so it holds the given time to one part in so many. */
    public static final int PANES = 24;

    /** Everything counts. */
    public static WindowSpec all() {
        return new WindowSpec(Optional.empty());
    }

    /** The window of the learner. */
    public Window toWindow() {
        return time.map(length -> Window.time(length, PANES)).orElseGet(Window::all);
    }

    /** As in the file. */
    @Override
    public String toString() {
        return time.map(length -> "{time: " + Durations.format(length) + "}").orElse("all");
    }
}
