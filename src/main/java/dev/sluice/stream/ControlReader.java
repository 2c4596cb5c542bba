package dev.sluice.stream;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.ControlCodec;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of a control topic. Only our own applications write there; a record that cannot be read is somebody else's
 * mistake, is said loudly, and changes nothing.
 *
 * @param <T> the record
 */
final class ControlReader<T extends SpecificRecord> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);

    private final ControlCodec<T> codec;
    private final String what;

    ControlReader(Class<T> type) {
        this.codec = new ControlCodec<>(type);
        this.what = type.getSimpleName();
    }

    /** Whether the bytes say that they are such a record. */
    boolean recognises(byte[] value) {
        return codec.recognises(value);
    }

    /** The record, or null when the bytes are not one. */
    T read(byte[] value) {
        try {
            return codec.decode(value);
        } catch (BadRecordException foreign) {
            LOG.error("a record that is no {} is ignored: {}", what, foreign.detail());
            return null;
        }
    }

    /** The record from a store of our own. */
    T kept(byte[] value) {
        try {
            return codec.decode(value);
        } catch (BadRecordException torn) {
            throw new IllegalStateException("a store holds bytes that are no " + what + ": " + torn.detail(), torn);
        }
    }
}
