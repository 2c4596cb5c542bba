package dev.sluice.avro;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes values in the Confluent wire format, see {@link RecordDecoder}. For one thread.
 *
 * @param <T> generated record
 */
public final class RecordEncoder<T extends SpecificRecord> {

    private final AvroOutput<T> output;

    /**
     * @param schemaId what the registry calls the schema
     * @param schema schema of the generated class
     */
    public RecordEncoder(int schemaId, Schema schema) {
        byte[] header = ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array();
        this.output = new AvroOutput<>(header, schema);
    }

    /** An encoder for a topic: the schema is registered under {@code <topic>-value}, or looked up there. */
    public static <T extends SpecificRecord> RecordEncoder<T> forTopic(Registry registry, String topic, Class<T> type)
            throws RegistryUnavailableException, SchemaRefusedException {
        Schema schema = RecordSchemas.of(type);
        return new RecordEncoder<>(registry.register(topic + "-value", schema), schema);
    }

    /** The wire bytes of a record; a new array every time. */
    public byte[] encode(T record) {
        return output.write(record);
    }
}
