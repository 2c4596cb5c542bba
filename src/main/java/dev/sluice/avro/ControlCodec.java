package dev.sluice.avro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records on the control topics (tallies, snapshots, policies) in Avro's single-object encoding: bytes C3 01, the 64-bit
 * fingerprint of the writer's schema, little end first, then Avro binary. Learnt state must load when the registry is
 * away, and anybody with the schemas can read it. For one thread.
 *
 * @param <T> generated record
 */
public final class ControlCodec<T extends SpecificRecord> {

    private static final int HEADER = 10;
    private static final short MARKER = (short) 0xC301;

    private final String name;
    private final AvroOutput<T> output;
    private final Map<Long, AvroBytes<T>> byFingerprint = new HashMap<>();

    /** @param type generated class */
    public ControlCodec(Class<T> type) {
        Schema current = RecordSchemas.of(type);
        this.name = type.getSimpleName();
        this.output = new AvroOutput<>(header(current), current);
        for (Schema writer : SchemaHistory.of(current).schemas()) {
            byFingerprint.put(fingerprint(writer), new AvroBytes<>(writer, current));
        }
    }

    /** The bytes of a record; a new array every time. */
    public byte[] encode(T record) {
        return output.write(record);
    }

    /**
     * The record in the bytes of a control topic.
     *
     * @throws BadRecordException if they are not of this encoding, or were written with a schema that this version has
     *     never known
     */
    public T decode(byte[] value) throws BadRecordException {
        if (value.length < 2 || ByteBuffer.wrap(value).getShort(0) != MARKER) {
            throw new BadRecordException(
                    LetterCause.WRONG_MAGIC, "not a " + name + ": Avro's single-object encoding starts with c3 01");
        }
        if (value.length < HEADER) {
            throw new BadRecordException(
                    LetterCause.TRUNCATED,
                    "the value has " + value.length + " bytes, its header alone takes " + HEADER);
        }
        long fingerprint = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        AvroBytes<T> reader = byFingerprint.get(fingerprint);
        if (reader == null) {
            throw new BadRecordException(
                    LetterCause.UNKNOWN_SCHEMA,
                    "a " + name + " of schema " + Long.toHexString(fingerprint)
                            + ", which this version does not know: run a newer Sluice");
        }
        return reader.read(value, HEADER, "schema " + Long.toHexString(fingerprint));
    }

    /** Whether the bytes say that they are such a record, of any version that we know. */
    public boolean recognises(byte[] value) {
        return value.length >= HEADER
                && ByteBuffer.wrap(value).getShort(0) == MARKER
                && byFingerprint.containsKey(
                        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2));
    }

    private static byte[] header(Schema schema) {
        return ByteBuffer.allocate(HEADER)
                .putShort(MARKER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(fingerprint(schema))
                .array();
    }

    private static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }
}
