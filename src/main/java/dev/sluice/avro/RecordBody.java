package dev.sluice.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as bare Avro bytes, without any header. Not thread-safe: the buffers are used again.
 *
 * @param <T> the record
 */
public final class RecordBody<T extends SpecificRecord> {

    private final SpecificDatumWriter<T> writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
    private BinaryEncoder encoder;

    public RecordBody(Schema schema) {
        this.writer = new SpecificDatumWriter<>(schema);
    }

    /** The record's fields, in order, as its schema has them. */
    public byte[] encode(T record) {
        buffer.reset();
        try {
            encoder = EncoderFactory.get().directBinaryEncoder(buffer, encoder);
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return buffer.toByteArray();
    }
}
