package dev.sluice.avro;

/** Why a record became a dead letter. The names are part of the interface: header {@code sluice.cause}. */
public enum LetterCause {
    /** Not the Confluent wire format: empty, or the first byte is not 0. */
    WRONG_MAGIC,
    /** A healthy registry says that it does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** The bytes end before the record does. */
    TRUNCATED,
    /** The writer's schema cannot be read as ours, or the bytes do not follow the schema that they name. */
    INCOMPATIBLE_SCHEMA,
    /** The record has no key. */
    NULL_KEY,
    /** The record has no value. */
    TOMBSTONE,
    /** The key is not the sample id inside. */
    KEY_MISMATCH,
    /** No logits at all. */
    EMPTY_LOGITS,
    /** Not one logit a class. */
    LOGITS_SIZE,
    /** A logit, or a feature for the scorer, is NaN or infinite. */
    NOT_FINITE,
    /** The label is outside 0..K-1. */
    LABEL_RANGE,
    /** Logits of a model that the pipeline does not await. */
    UNKNOWN_MODEL,
    /** Stamped too far ahead of the wall clock. */
    FUTURE_TIMESTAMP,
    /** Too large for the topics that it would have to pass. */
    TOO_LARGE,
    /** Not in the partition that its key belongs to. */
    WRONG_PARTITION,
    /** Not as many features as the scorer's model takes. */
    FEATURES_SIZE
}
