package dev.sluice.avro;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * What we ask of a schema registry. Safe for several threads. Schemas by id are kept, as an id never changes its meaning;
 * negative answers are not, the caller decides how often to ask again.
 */
public interface Registry {

    /** Configuration key: false means that schemas are looked up but never registered. Default true. */
    String AUTO_REGISTER = "schema.registry.auto.register";

    /**
     * The schema that an id stands for.
     *
     * @throws RegistryUnavailableException if the registry could not be asked
     * @throws UnknownSchemaException if a healthy registry does not know the id, or has no Avro schema there
     * @throws BadRecordException if the id stands for something that is not Avro
     */
    Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException, BadRecordException;

    /**
     * Whether {@link #schema} would ask about an id that it does not know yet. False while it would only refuse to, in an
     * outage for instance: then the question can wait.
     */
    default boolean mayAsk() {
        return true;
    }

    /**
     * Registers a schema, or finds it where it is registered already. With {@link #AUTO_REGISTER} off it only looks.
     *
     * @param subject by convention {@code <topic>-value}
     * @return its id
     * @throws RegistryUnavailableException if the registry could not be asked
     * @throws SchemaRefusedException if the registry does not take the schema
     */
    int register(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException;

    /**
     * The id of a schema that is registered under a subject; registers nothing.
     *
     * @throws RegistryUnavailableException if the registry could not be asked
     * @throws UnknownSchemaException if the subject does not hold that schema
     */
    int id(String subject, Schema schema) throws RegistryUnavailableException, UnknownSchemaException;

    /**
     * A registry behind HTTP. Nothing is asked before it is needed.
     *
     * @param url one address, or several with commas between that are tried in turn
     * @param config {@code schema.registry.*} (basic auth, bearer, proxy, time-outs) and {@code ssl.*} are passed on to the
     *     client; a {@code schema.registry.ssl.*} key goes before the {@code ssl.*} of the brokers
     */
    static Registry connect(String url, Map<String, String> config) {
        return new ConfluentRegistry(url, config);
    }
}
