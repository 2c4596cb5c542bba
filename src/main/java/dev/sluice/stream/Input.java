package dev.sluice.stream;

/** A record that was understood and is within its rules. */
sealed interface Input {

    String id();

    record OfSample(String id, PendingSample sample) implements Input {}

    record OfLogits(String id, PendingLogits logits) implements Input {}
}
