package dev.sluice.judge;

import java.util.Objects;

/**
 * From when on statistics are trusted.
 *
 * @param samples a snapshot with fewer samples of the model judges nothing; at least 0
 * @param perClass a class with fewer samples is never quarantined; at least 0
 * @param route where samples go until then
 */
public record WarmUp(long samples, long perClass, WarmUpRoute route) {

    public WarmUp {
        Objects.requireNonNull(route, "route");
        if (samples < 0 || perClass < 0) {
            throw new IllegalArgumentException("warm-up of " + samples + " samples, " + perClass + " per class");
        }
    }
}
