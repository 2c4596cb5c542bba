package dev.sluice.avro;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * The Confluent client, and the only class of the program that knows it: it comes relocated, and may be exchanged.
 *
 * <p>What an answer means is read from types and status codes. "Unknown" is a 404 that carries one of the registry's own
 * codes (40401 subject, 40402 version, 40403 schema): a 404 without one comes from something else, such as a proxy or a
 * wrong path, and is an outage like everything that is not an answer.
 *
 * <p>The client brings its own relocated Avro, so schemas cross the border as text.
 */
final class ConfluentRegistry implements Registry {

    private static final int KEPT_SCHEMAS = 1000;

    private final String url;
    private final boolean autoRegister;
    private final RestService rest;
    private final CachedSchemaRegistryClient client;
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();

    ConfluentRegistry(String url, Map<String, String> config) {
        this.url = RegistryConfig.withoutCredentials(url);
        this.autoRegister = RegistryConfig.autoRegister(config);
        // A redirect would be followed with our credentials, to whatever host it names. The client offers no switch.
        HttpURLConnection.setFollowRedirects(false);
        try {
            this.rest = new RestService(RegistryConfig.addresses(url));
            this.client = new CachedSchemaRegistryClient(
                    rest, KEPT_SCHEMAS, List.of(new AvroSchemaProvider()), RegistryConfig.forClient(config), Map.of());
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
        SchemaString answer;
        try {
            answer = rest.getId(id);
        } catch (RestClientException refusal) {
            if (unknown(refusal)) {
                throw new UnknownSchemaException("schema registry " + url + " does not know schema id " + id);
            }
            throw outage("asked for schema id " + id, refusal);
        } catch (IOException | RuntimeException fault) {
            throw outage("asked for schema id " + id, fault);
        }
        if (answer.getSchemaType() != null && !AvroSchema.TYPE.equals(answer.getSchemaType())) {
            throw new BadRecordException(
                    LetterCause.INCOMPATIBLE_SCHEMA,
                    "schema id " + id + " is of type " + answer.getSchemaType() + ", AVRO is needed");
        }
        Schema schema = parse(id, answer);
        byId.put(id, schema);
        return schema;
    }

    private Schema parse(int id, SchemaString answer) throws RegistryUnavailableException {
        try {
            String text = answer.getSchemaString();
            if (answer.getReferences() != null && !answer.getReferences().isEmpty()) {
                ParsedSchema whole = client.parseSchema(AvroSchema.TYPE, text, answer.getReferences())
                        .orElseThrow(() -> new IOException("the schemas that it refers to cannot be read"));
                text = whole.rawSchema().toString();
            }
            return new Schema.Parser().parse(text);
        } catch (IOException | RuntimeException garbage) {
            throw outage("its text of schema id " + id + " is not an Avro schema", garbage);
        }
    }

    @Override
    public int register(String subject, Schema schema) throws RegistryUnavailableException, SchemaRefusedException {
        if (!autoRegister) {
            return lookUpOnly(subject, schema);
        }
        try {
            return client.register(subject, text(schema));
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
            return client.getId(subject, text(schema));
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

    private static AvroSchema text(Schema schema) {
        try {
            return new AvroSchema(RegistryConfig.portableText(schema));
        } catch (AvroRuntimeException ours) {
            throw new IllegalArgumentException("not a schema that the registry client can read: " + schema, ours);
        }
    }

    private RegistryUnavailableException outage(String asked, Exception fault) {
        int status = fault instanceof RestClientException refusal ? refusal.getStatus() : 0;
        String advice = switch (status) {
            case 401, 403 -> "check schema.registry.basic.auth.user.info";
            case 404 -> "there is no registry at that path: check --schema-registry";
            case 301, 302, 303, 307, 308 -> "it redirects elsewhere, which is not followed: name the final address";
            default -> "check that it runs and that --schema-registry names it";
        };
        String what =
                status == 0 ? RegistryConfig.oneLine(fault) : "HTTP " + status + ", " + RegistryConfig.oneLine(fault);
        return new RegistryUnavailableException(
                "schema registry " + url + " gave no answer (" + asked + "): " + what + ": " + advice, fault);
    }
}
