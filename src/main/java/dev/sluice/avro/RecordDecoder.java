package dev.sluice.avro;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values in the Confluent wire format: a byte 0, the id of the writer's schema as four bytes, big end first, then
 * Avro binary. Records of any schema that Avro can resolve to ours are read as ours. For one thread.
 *
 * @param <T> generated record
 */
public final class RecordDecoder<T extends SpecificRecord> {

    private static final byte MAGIC = 0;
    private static final int HEADER = 5;

    private final Registry registry;
    private final Schema reader;
    private final Map<Integer, AvroBytes<T>> byWriter = new HashMap<>();
    private int lastId;
    private AvroBytes<T> last;

    /**
     * @param registry asked once for each schema id that is met
     * @param type generated class to read
     */
    public RecordDecoder(Registry registry, Class<T> type) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.reader = RecordSchemas.of(type);
    }

    /**
     * Reads one value.
     *
     * @param value the bytes, not null: a tombstone is the caller's business
     * @throws BadRecordException if the bytes are wrong; with cause and detail
     * @throws RegistryUnavailableException if the writer's schema is not known yet and the registry could not be asked
     * @throws UnknownSchemaException if a healthy registry does not know the schema id
     */
    public T decode(byte[] value) throws BadRecordException, RegistryUnavailableException, UnknownSchemaException {
        int id = schemaId(value);
        return reader(id).read(value, HEADER, "schema id " + id);
    }

    /** The schema id that a value names. */
    public static int schemaId(byte[] value) throws BadRecordException {
        if (value.length == 0) {
            throw new BadRecordException(
                    LetterCause.WRONG_MAGIC, "the value is empty; the Confluent wire format starts with a byte 0x00");
        }
        if (value[0] != MAGIC) {
            throw new BadRecordException(
                    LetterCause.WRONG_MAGIC,
                    "the first byte is " + show(value[0]) + "; the Confluent wire format starts with 0x00");
        }
        if (value.length < HEADER) {
            throw new BadRecordException(
                    LetterCause.TRUNCATED,
                    "the value has " + value.length + " bytes; byte 0x00 and the schema id alone take " + HEADER);
        }
        return ByteBuffer.wrap(value).getInt(1);
    }

    private AvroBytes<T> reader(int id)
            throws BadRecordException, RegistryUnavailableException, UnknownSchemaException {
        if (last != null && lastId == id) {
            return last;
        }
        AvroBytes<T> found = byWriter.get(id);
        if (found == null) {
            found = reader(id, registry.schema(id));
            byWriter.put(id, found);
        }
        lastId = id;
        last = found;
        return found;
    }

    private AvroBytes<T> reader(int id, Schema writer) throws BadRecordException {
        Optional<String> breach = SchemaLimits.breach(writer);
        if (breach.isPresent()) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    "schema id " + id + " (" + shown(writer) + ") is refused: " + breach.get());
        }
        try {
            return new AvroBytes<>(writer, reader);
        } catch (RuntimeException | StackOverflowError unforeseen) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    "schema id " + id + " (" + shown(writer) + ") cannot be prepared for reading: "
                            + RegistryConfig.oneLine(unforeseen));
        }
    }

    private static String shown(Schema schema) {
        String name = schema.getFullName();
        return name.length() <= 80 ? name : name.substring(0, 80) + "...";
    }

    private static String show(byte first) {
        String hex = String.format("0x%02x", first);
        return first > ' ' && first < 0x7f ? hex + " ('" + (char) first + "')" : hex;
    }
}
