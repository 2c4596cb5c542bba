package dev.sluice.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes the rows of the clean and the quarantine topic around a sample that is already Avro bytes.
 *
 * <p>An Avro record is the plain sequence of its fields, so a record whose first field is a Sample starts with exactly the
 * bytes of that sample. Decoding a payload only to write it again would be the largest single cost of a row. A test
 * compares every byte with what Avro's own writer makes of the whole record.
 *
 * <p>Not thread-safe: the buffers are used again for every row.
 */
public final class RoutedRows {

    private static final byte MAGIC = 0;
    private static final int NULL_BRANCH = 0;

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private final PlainWriter decisions = new PlainWriter(RecordSchemas.of(Decision.class));
    private final int cleanId;
    private final int quarantineId;
    private BinaryEncoder encoder;

    /**
     * @param cleanId the registry's id of the CleanSample schema
     * @param quarantineId the registry's id of the QuarantinedSample schema
     */
    public RoutedRows(int cleanId, int quarantineId) {
        this.cleanId = cleanId;
        this.quarantineId = quarantineId;
    }

    /** A CleanSample without a soft label, in the Confluent wire format. */
    public byte[] clean(byte[] sample, int label, double weight, Origin origin, Decision decision) {
        try {
            start(cleanId, sample);
            encoder.writeInt(label);
            encoder.writeDouble(weight);
            encoder.writeIndex(NULL_BRANCH);
            return finish(origin, decision);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A QuarantinedSample in the Confluent wire format. */
    public byte[] quarantine(byte[] sample, Origin origin, Decision decision) {
        try {
            start(quarantineId, sample);
            return finish(origin, decision);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void start(int schemaId, byte[] sample) throws IOException {
        buffer.reset();
        buffer.write(MAGIC);
        buffer.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(schemaId).array());
        encoder = EncoderFactory.get().directBinaryEncoder(buffer, encoder);
        encoder.writeFixed(sample);
    }

    private byte[] finish(Origin origin, Decision decision) throws IOException {
        encoder.writeEnum(origin.ordinal());
        decisions.write(decision, encoder);
        encoder.flush();
        return buffer.toByteArray();
    }
}
