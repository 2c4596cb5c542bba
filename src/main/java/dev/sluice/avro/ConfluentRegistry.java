package dev.sluice.avro;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * The Confluent client. This class and {@link RegistryTransport} below it are all of the program that knows it: it comes
 * relocated, and may be exchanged.
 *
 * <p>What an answer means is read from types and status codes. "Unknown" is a 404 that carries one of the registry's own
 * codes (40401 subject, 40402 version, 40403 schema): a 404 without one comes from something else, such as a proxy or a
 * wrong path, and is an outage like everything that is not an answer. What the text of a schema means, {@link SchemaText}
 * says.
 *
 * <p>The client brings its own relocated Avro, so schemas cross the border as text.
 */
final class ConfluentRegistry implements Registry {

    private static final String AVRO = "AVRO";
    private static final int MOST_REFERENCES = 100;

    private final String url;
    private final boolean autoRegister;
    private final RegistryTransport rest;
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
    private final Map<Integer, String> otherTypes = new ConcurrentHashMap<>();

    ConfluentRegistry(String url, Map<String, String> config) {
        this.url = RegistryConfig.withoutCredentials(url);
        this.autoRegister = RegistryConfig.autoRegister(config);
        try {
            this.rest = new RegistryTransport(RegistryConfig.addresses(url), RegistryConfig.forClient(config));
        } catch (RuntimeException misconfigured) {
            throw new IllegalArgumentException(
                    "schema registry " + this.url + ": " + RegistryConfig.oneLine(misconfigured)
                            + ": check --schema-registry and the schema.registry.* and ssl.* settings",
                    misconfigured);
        }
    }

    @Override
    public Schema schema(int id) throws RegistryUnavailableException, UnknownSchemaException, BadRecordException {
        Schema known = byId.get(id);
        if (known != null) {
            return known;
        }
        String type = otherTypes.get(id);
        if (type == null) {
            try {
                type = rest.within(() -> fetch(id));
            } catch (RestClientException refusal) {
                if (unknown(refusal)) {
                    throw new UnknownSchemaException("schema registry " + url + " does not know schema id " + id);
                }
                throw outage("asked for schema id " + id, refusal);
            } catch (SchemaText.NotAvroException fault) {
                throw new UnknownSchemaException(
                        LetterCause.INCOMPATIBLE_SCHEMA,
                        "schema registry " + url + " has a schema id " + id + " that Avro refuses: "
                                + RegistryConfig.oneLine(fault));
            } catch (IOException | RuntimeException fault) {
                throw outage("asked for schema id " + id, fault);
            }
        }
        if (!type.equals(AVRO)) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA, "schema id " + id + " is of type " + type + ", AVRO is needed");
        }
        return byId.get(id);
    }

    /** Asks for a schema and for all that it refers to; answers its type. Both kinds of answer are for ever. */
    private String fetch(int id) throws IOException, RestClientException {
        SchemaString answer = rest.getId(id);
        if (answer == null || answer.getSchemaString() == null) {
            throw new IOException("it answered without a schema");
        }
        if (answer.getSchemaType() != null && !AVRO.equals(answer.getSchemaType())) {
            otherTypes.put(id, answer.getSchemaType());
            return answer.getSchemaType();
        }
        Map<String, String> parts = new LinkedHashMap<>();
        collect(answer.getReferences(), parts);
        byId.put(id, SchemaText.parse(answer.getSchemaString(), parts.values()));
        return AVRO;
    }

    /** Texts by name, each after those that it needs. */
    private void collect(List<SchemaReference> references, Map<String, String> parts)
            throws IOException, RestClientException {
        for (SchemaReference reference : references == null ? List.<SchemaReference>of() : references) {
            if (!parts.containsKey(reference.getName())) {
                if (parts.size() >= MOST_REFERENCES) {
                    throw new SchemaText.NotAvroException("it refers to more than " + MOST_REFERENCES + " others");
                }
                var part = rest.getVersion(reference.getSubject(), reference.getVersion());
                if (part == null || part.getSchema() == null) {
                    throw new IOException("it answered without the schema of subject " + reference.getSubject());
                }
                // Marked before it is whole, so that a circle ends.
                parts.put(reference.getName(), part.getSchema());
                collect(part.getReferences(), parts);
                parts.put(reference.getName(), parts.remove(reference.getName()));
            }
        }
    }

    @Override
    public int register(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException {
        if (!autoRegister) {
            return lookUpOnly(subject, schema);
        }
        try {
            return rest.registerSchema(RegistryConfig.portableText(schema), subject);
        } catch (RestClientException refusal) {
            if (refusal.getStatus() == 409 || refusal.getStatus() == 422) {
                throw new SchemaRefusedException(
                        "schema registry " + url + " refuses " + schema.getFullName() + " under subject " + subject
                                + ": "
                                + RegistryConfig.oneLine(refusal)
                                + ": compare with what the subject holds, or choose other topic names",
                        refusal);
            }
            throw outage("asked to register subject " + subject, refusal);
        } catch (IOException | RuntimeException fault) {
            throw outage("asked to register subject " + subject, fault);
        }
    }

    private int lookUpOnly(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException {
        try {
            return id(subject, schema);
        } catch (UnknownSchemaException missing) {
            throw new SchemaRefusedException(
                    missing.getMessage() + " and " + AUTO_REGISTER + "=false: register schemas/history/v"
                            + SchemaHistory.RELEASED + "/" + schema.getName() + ".avsc under " + subject
                            + ", or set " + AUTO_REGISTER + "=true",
                    missing);
        }
    }

    @Override
    public int id(String subject, Schema schema) throws RegistryUnavailableException, UnknownSchemaException {
        try {
            return rest.lookUpSubjectVersion(RegistryConfig.portableText(schema), subject)
                    .getId();
        } catch (RestClientException refusal) {
            if (unknown(refusal)) {
                throw new UnknownSchemaException("schema registry " + url + " has no " + schema.getFullName()
                        + " as we write it under subject " + subject);
            }
            throw outage("asked for the id of subject " + subject, refusal);
        } catch (IOException | RuntimeException fault) {
            throw outage("asked for the id of subject " + subject, fault);
        }
    }

    private static boolean unknown(RestClientException refusal) {
        return refusal.getStatus() == 404 && refusal.getErrorCode() / 100 == 404;
    }

    private RegistryUnavailableException outage(String asked, Exception fault) {
        int status = fault instanceof RestClientException refusal ? refusal.getStatus() : 0;
        String advice = switch (status) {
            case 401, 403 -> "check schema.registry.basic.auth.user.info";
            case 404 -> "there is no registry at that path: check --schema-registry";
            case 301, 302, 303, 307, 308 -> "it redirects elsewhere, which is not followed: name the final address";
            default -> "check that it runs and that --schema-registry names it";
        };
        String what = RegistryConfig.oneLine(fault).replace("; error code: 0", "");
        if (status != 0) {
            what = "HTTP " + status + ", " + what;
        }
        return new RegistryUnavailableException(
                "schema registry " + url + " gave no answer (" + asked + "): " + what + ": " + advice, fault);
    }
}
