package dev.sluice.spec;

/**
 * Loss weights of clean samples.
 *
 * @param scheme how a weight is found; {@code none} gives every clean sample 1
 * @param floor smallest weight
 * @param cap largest weight
 */
public record WeightsSpec(
        @Key(
                meaning = "How a clean sample's weight is found. `none`: every weight is 1.",
                byDefault = "none",
                only = "none")
        String scheme,

        @Key(meaning = "Smallest weight of a clean sample.", byDefault = "0.05", min = 0, max = 1)
        double floor,

        @Key(meaning = "Largest weight of a clean sample.", byDefault = "4", min = 1, max = 1000)
        double cap) {}
