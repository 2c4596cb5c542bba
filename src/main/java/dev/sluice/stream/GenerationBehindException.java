package dev.sluice.stream;

import org.apache.kafka.common.errors.RetriableException;

/** A partition is of a newer generation than this instance has heard of so far; it will hear of it. */
final class GenerationBehindException extends RetriableException {

    private static final long serialVersionUID = 1L;

    GenerationBehindException(String message) {
        super(message);
    }
}
