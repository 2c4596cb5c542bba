package dev.sluice.spec;

import dev.sluice.weight.Scheme;

/**
 * Loss weights of clean samples.
 *
 * @param scheme how a weight is found; {@code none} gives every clean sample 1
 * @param floor smallest weight
 * @param cap largest weight
 */
public record WeightsSpec(
        @Key(
                meaning =
                        "How a clean sample's weight is found. `none`: every weight is 1; `posterior`: P(label right);"
                                + " `importance`: P(label) if labels were clean over P(label) as they are; `small_loss`: the"
                                + " share of a class that may be wrong, its largest losses, gets the floor; `noise_rate`:"
                                + " one weight a class, 1 / P(label right | class); `storm`:"
                                + " a small network that is learnt from the stream.",
                byDefault = "none")
        Scheme scheme,

        @Key(meaning = "Smallest weight of a clean sample.", byDefault = "0.05", min = 0, max = 1)
        double floor,

        @Key(meaning = "Largest weight of a clean sample.", byDefault = "4", min = 1, max = 1000)
        double cap) {}
