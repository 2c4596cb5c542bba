package dev.sluice.spec;

import dev.sluice.noise.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which evidence counts for learning: everything, a rolling stretch of event time, or the last so many samples.
 *
 * @param time length of the stretch, empty for none
 * @param samples how many samples, empty for no count; never together with {@code time}
 */
public record WindowSpec(Optional<Duration> time, OptionalLong samples) {

    /** A rolling window moves in this many steps, so it holds what was asked for to one part in so many. */
    public static final int PANES = 24;

    /** Everything counts. */
    public static WindowSpec all() {
        return new WindowSpec(Optional.empty(), OptionalLong.empty());
    }

    /** The last stretch of event time. */
    public static WindowSpec ofTime(Duration length) {
        return new WindowSpec(Optional.of(length), OptionalLong.empty());
    }

    /** The last so many samples. */
    public static WindowSpec ofSamples(long count) {
        return new WindowSpec(Optional.empty(), OptionalLong.of(count));
    }

    /**
     * The smallest window by count in which an old model version is still warm when the new one is: twice the warm-up,
     * and one pane more, since the oldest pane leaves as a whole.
     */
    static long fewestFor(long warmUpSamples) {
        return (2 * warmUpSamples * PANES + PANES - 2) / (PANES - 1);
    }

    /**
     * The window of the learner.
     *
     * @param partitions of the stream; a window by count gives each its share
     */
    public Window toWindow(int partitions) {
        if (samples.isPresent()) {
            return Window.samples(samples.getAsLong(), partitions, PANES);
        }
        return time.map(length -> Window.time(length, PANES)).orElseGet(Window::all);
    }

    /** As in the file. */
    @Override
    public String toString() {
        if (samples.isPresent()) {
            return "{samples: " + samples.getAsLong() + "}";
        }
        return time.map(length -> "{time: " + Durations.format(length) + "}").orElse("all");
    }
}
