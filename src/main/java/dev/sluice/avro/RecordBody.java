package dev.sluice.avro;

import org.apache.avro.specific.SpecificRecord;

/**
 * A record as bare Avro bytes, without any header. For one thread.
 *
 * @param <T> generated record
 */
public final class RecordBody<T extends SpecificRecord> {

    private static final byte[] NO_HEADER = {};

    private final AvroOutput<T> output;

    /** @param type generated class */
    public RecordBody(Class<T> type) {
        this.output = new AvroOutput<>(NO_HEADER, RecordSchemas.of(type));
    }

    /** The record's fields, in the order of its schema; a new array every time. */
    public byte[] encode(T record) {
        return output.write(record);
    }
}
