package dev.sluice.avro;

import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records in state stores: one byte with the version of the schemas, then Avro binary. A store must open when the
 * registry is away, so it is never asked; the schemas of all released versions travel with the code. For one thread.
 *
 * @param <T> generated record
 */
public final class StoreCodec<T extends SpecificRecord> {

    private final String name;
    private final SchemaHistory history;
    private final AvroOutput<T> output;
    private final AvroBytes<T>[] readers;

    /** @param type generated class */
    @SuppressWarnings("unchecked")
    public StoreCodec(Class<T> type) {
        Schema current = RecordSchemas.of(type);
        this.name = type.getSimpleName();
        this.history = SchemaHistory.of(current);
        this.output = new AvroOutput<>(new byte[] {(byte) history.currentVersion()}, current);
        this.readers = new AvroBytes[history.currentVersion() + 1];
        for (int version = 1; version < readers.length; version++) {
            Schema writer = history.schema(version);
            readers[version] = writer == null ? null : new AvroBytes<>(writer, current);
        }
    }

    /** The stored bytes of a record; a new array every time. */
    public byte[] encode(T record) {
        return output.write(record);
    }

    /**
     * The record in stored bytes.
     *
     * @throws IllegalStateException if we did not write them, or a newer Sluice did
     */
    public T decode(byte[] stored) {
        Objects.requireNonNull(stored, "stored");
        int version = stored.length == 0 ? 0 : stored[0];
        if (version < 1 || version >= readers.length || readers[version] == null) {
            throw new IllegalStateException(
                    "a stored " + name + " has schema version " + version + ", this Sluice reads 1.."
                            + history.currentVersion() + ": run the version that wrote it, or reset the pipeline");
        }
        try {
            return readers[version].read(stored, 1, "schema version " + version);
        } catch (BadRecordException damaged) {
            throw new IllegalStateException("a stored " + name + " is damaged: " + damaged.detail(), damaged);
        }
    }
}
