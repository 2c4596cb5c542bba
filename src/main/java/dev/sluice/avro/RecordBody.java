package dev.sluice.avro;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as bare Avro bytes, without any header. For one thread.
 *
 * @param <T> generated record
 */
public final class RecordBody<T extends SpecificRecord> {

    private static final byte[] NO_HEADER = {};

    private final AvroOutput<T> output;
    private final AvroBytes<T> input;

    /** @param type generated class */
    public RecordBody(Class<T> type) {
        Schema schema = RecordSchemas.of(type);
        this.output = new AvroOutput<>(NO_HEADER, schema);
        this.input = new AvroBytes<>(schema, schema);
    }

    /** The record again. Only for bytes that {@link #encode} has made of the same schema. */
    public T decode(byte[] body) {
        try {
            return input.read(body, 0, "our own schema");
        } catch (BadRecordException impossible) {
            throw new IllegalStateException("a stored record cannot be read: " + impossible.detail(), impossible);
        }
    }

    /** The record's fields, in the order of its schema; a new array every time. */
    public byte[] encode(T record) {
        return output.write(record);
    }
}
