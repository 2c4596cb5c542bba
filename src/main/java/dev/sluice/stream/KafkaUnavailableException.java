package dev.sluice.stream;

/** Kafka did not answer, or refused us. An infrastructure fault: nothing is wrong with the data. */
public final class KafkaUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
