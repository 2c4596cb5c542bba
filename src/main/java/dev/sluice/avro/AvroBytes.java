package dev.sluice.avro;

import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads what was written with one schema as records of another, and gives every way to fail a cause.
 *
 * <p>The bytes are somebody else's, so whatever Avro throws on the way is a fault of the data: it ends too early
 * ({@code TRUNCATED}; a length that claims more than there is belongs here, and is refused before anything of that size
 * is allocated), or it does not follow its schema ({@code INCOMPATIBLE_SCHEMA}: a union branch that does not exist, a
 * negative length, bytes left over). Left-over bytes are refused although a record came out: it was read with a schema
 * that did not write it, and its fields may well be nonsense.
 *
 * <p>For one thread; the decoder is reused.
 */
final class AvroBytes<T extends SpecificRecord> {

    private final Schema writer;
    private final Schema reader;
    private final PlainReader<T> plain;
    private final PrimitiveReader<T> resolving;
    private BinaryDecoder decoder;
    private String incompatibilities;

    AvroBytes(Schema writer, Schema reader) {
        this.writer = writer;
        this.reader = reader;
        boolean same = PlainReader.reads(writer, reader);
        this.plain = same ? new PlainReader<>(reader) : null;
        this.resolving = same ? null : new PrimitiveReader<>(writer, reader);
    }

    /**
     * @param from where the Avro bytes begin
     * @param schemaName what to call the writer's schema in a detail, such as {@code schema id 7}
     */
    T read(byte[] bytes, int from, String schemaName) throws BadRecordException {
        try {
            decoder = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, decoder);
            T record = plain != null ? plain.read(decoder) : resolving.read(null, decoder);
            int left = decoder.remainingBytes();
            if (left != 0) {
                throw mismatch(schemaName, left + " of " + bytes.length + " bytes are left after the record");
            }
            return record;
        } catch (EOFException | SystemLimitException | UnsupportedOperationException tooShort) {
            throw new BadRecordException(
                    LetterCause.TRUNCATED,
                    "the value ends before the record does: " + bytes.length + " bytes, read with " + schemaName + " ("
                            + writer.getFullName() + ")" + because(tooShort));
        } catch (AvroTypeException cannotResolve) {
            String why = incompatibilities();
            if (why.isEmpty()) {
                throw mismatch(schemaName, describe(cannotResolve));
            }
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    schemaName + " (" + writer.getFullName() + ") cannot be read as " + reader.getFullName() + ": "
                            + oneLine(why));
        } catch (IOException | RuntimeException malformed) {
            throw mismatch(schemaName, describe(malformed));
        } catch (StackOverflowError recursion) {
            throw mismatch(schemaName, "nested too deeply");
        }
    }

    /** Once a schema, not once a record: a producer with the wrong schema sends many. */
    private String incompatibilities() {
        if (incompatibilities == null) {
            incompatibilities = Incompatibilities.describe(writer, reader);
        }
        return incompatibilities;
    }

    private BadRecordException mismatch(String schemaName, String found) {
        return new BadRecordException(
                LetterCause.INCOMPATIBLE_SCHEMA,
                "the bytes do not follow " + schemaName + " (" + writer.getFullName() + "), which they name: " + found);
    }

    private static String because(Exception fault) {
        return fault.getMessage() == null ? "" : ": " + oneLine(fault.getMessage());
    }

    private static String describe(Exception fault) {
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : oneLine(fault.getMessage());
    }

    private static String oneLine(String text) {
        String line = text == null ? "" : text.replaceAll("\\s+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 297) + "...";
    }
}
