package dev.sluice.judge;

import java.util.Objects;

/**
 * Breakers on the share of suspects.
 *
 * @param maxRate largest share of all samples, in 0..1; at 1 the breaker never opens
 * @param maxClassRate largest share of the samples of one given class, in 0..1
 * @param onOpen what becomes of suspects while a breaker is open
 */
public record Guard(double maxRate, double maxClassRate, GuardRoute onOpen) {

    /** Breakers that never open. */
    public static final Guard NONE = new Guard(1, 1, GuardRoute.CLEAN);

    public Guard {
        Objects.requireNonNull(onOpen, "onOpen");
        if (!(maxRate >= 0 && maxRate <= 1 && maxClassRate >= 0 && maxClassRate <= 1)) {
            throw new IllegalArgumentException("guard with maxRate " + maxRate + " and maxClassRate " + maxClassRate);
        }
    }
}
