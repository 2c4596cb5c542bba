package dev.sluice.judge;

import java.util.Objects;

/**
 * What the judge needs of a sample: who it is and what it claims to be.
 *
 * @param id sample id
 * @param givenLabel class index in 0..K-1
 */
public record Sample(String id, int givenLabel) {

    public Sample {
        Objects.requireNonNull(id, "id");
    }
}
