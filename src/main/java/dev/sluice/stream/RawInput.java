package dev.sluice.stream;

import org.apache.kafka.common.header.Headers;

/**
 * An input record as it came, before anybody tried to understand it.
 *
 * @param origin where it stands
 * @param key the record's key, may be null
 * @param value the record's value, may be null
 * @param headers its headers, carried along into a letter
 */
record RawInput(Origin origin, byte[] key, byte[] value, Headers headers) {

    int size() {
        return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    }
}
