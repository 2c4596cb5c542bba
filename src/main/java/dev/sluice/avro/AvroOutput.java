package dev.sluice.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/** Writes a fixed prefix and then the record as Avro binary. For one thread; buffer and encoder are reused. */
final class AvroOutput<T extends SpecificRecord> {

    private final byte[] prefix;
    private final PlainWriter records;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(256);
    private BinaryEncoder encoder;

    AvroOutput(byte[] prefix, Schema schema) {
        this.prefix = prefix;
        this.records = new PlainWriter(schema);
    }

    byte[] write(T record) {
        buffer.reset();
        buffer.write(prefix, 0, prefix.length);
        try {
            encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
            records.write(record, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return buffer.toByteArray();
    }
}
