package dev.sluice.stream;

/** A record that was understood and is within its rules. */
sealed interface Input {

    String id();

    /** @param features whether the sample carries features, so that a model can score it */
    record OfSample(String id, PendingSample sample, boolean features) implements Input {}

    record OfLogits(String id, PendingLogits logits) implements Input {}
}
