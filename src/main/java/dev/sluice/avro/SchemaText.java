package dev.sluice.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collection;
import org.apache.avro.Schema;

/**
 * What a registry gives as the text of a schema, and whose fault it is when that is none.
 *
 * <p>A registry takes nothing as Avro that is not JSON. So a text that is not JSON was never registered: something between it
 * and us is broken, which is an outage, and may pass. JSON that Avro refuses was registered (some registries check nothing,
 * and a person may mean harm): the registry is well and will say the same for ever, so the records that name it are at
 * fault. Were that an outage too, one bad schema would hold the clock of its partition for ever.
 */
final class SchemaText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaText() {}

    /** A healthy registry's schema that is none. */
    static final class NotAvroException extends IOException {

        private static final long serialVersionUID = 1L;

        NotAvroException(String message) {
            super(message);
        }
    }

    /**
     * Reads a schema.
     *
     * @param parts texts of schemas that it refers to, each after those that it needs itself
     * @throws NotAvroException if it, or a part, is JSON that Avro refuses
     * @throws IOException if it is not even JSON
     */
    static Schema parse(String text, Collection<String> parts) throws IOException {
        Schema.Parser parser = new Schema.Parser();
        try {
            for (String part : parts) {
                requireJson(part);
                parser.parse(part);
            }
            requireJson(text);
            return parser.parse(text);
        } catch (RuntimeException | StackOverflowError refused) {
            throw new NotAvroException(
                    refused instanceof StackOverflowError ? "nested too deep" : RegistryConfig.oneLine(refused));
        }
    }

    private static void requireJson(String text) throws IOException {
        try {
            if (JSON.readTree(text).isMissingNode()) {
                throw new IOException("its text of the schema is empty");
            }
        } catch (StreamConstraintsException monster) {
            throw new NotAvroException(monster.getOriginalMessage());
        } catch (JsonProcessingException garbage) {
            throw new IOException("its text of the schema is not JSON");
        }
    }
}
