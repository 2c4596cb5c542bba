package dev.sluice.judge;

import dev.sluice.weight.Scheme;
import java.util.Objects;

/**
 * Loss weights of clean samples.
 *
 * @param scheme how a weight is found
 * @param floor smallest weight, in 0..1
 * @param cap largest weight, at least 1
 */
public record Weights(Scheme scheme, double floor, double cap) {

    public Weights {
        Objects.requireNonNull(scheme, "scheme");
    }
}
