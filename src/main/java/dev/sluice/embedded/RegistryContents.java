package dev.sluice.embedded;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * What the embedded registry holds: the Confluent client's own mock, and the only class of this package that knows the
 * relocated client.
 *
 * <p>Ids are given out here and not by the mock, because the mock forgets to skip the ids of a journal. One schema has
 * one id, whatever the subjects that hold it.
 */
final class RegistryContents {

    /** One version of a subject. */
    record Version(String subject, int version, int id, String schema) {}

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int INVALID_SCHEMA = 42201;

    private final MockSchemaRegistryClient mock = new MockSchemaRegistryClient();
    private final Map<ParsedSchema, Integer> ids = new HashMap<>();
    private int highest;

    /**
     * Adds a schema to a subject, or finds it there.
     *
     * @return what was added; empty when it was there already
     */
    synchronized Optional<Version> register(String subject, String text) throws RegistryFault {
        AvroSchema schema = parse(text);
        if (find(subject, schema).isPresent()) {
            return Optional.empty();
        }
        Integer known = ids.get(schema);
        return Optional.of(add(subject, schema, known != null ? known : highest + 1));
    }

    /** Puts back what a journal says. */
    synchronized void restore(String subject, int id, String text) throws RegistryFault {
        add(subject, parse(text), id);
    }

    private Version add(String subject, AvroSchema schema, int id) throws RegistryFault {
        try {
            mock.register(subject, schema, 0, id);
        } catch (IOException | RestClientException fault) {
            throw new RegistryFault(500, 50001, fault.getMessage());
        }
        ids.put(schema, id);
        highest = Math.max(highest, id);
        return lookUp(subject, schema.canonicalString());
    }

    /** The version of a subject that is this schema. */
    synchronized Version lookUp(String subject, String text) throws RegistryFault {
        versions(subject);
        return find(subject, parse(text))
                .orElseThrow(() -> new RegistryFault(404, SCHEMA_NOT_FOUND, "Schema not found"));
    }

    private Optional<Version> find(String subject, AvroSchema schema) {
        try {
            int id = mock.getId(subject, schema);
            return Optional.of(new Version(subject, mock.getVersion(subject, schema), id, schema.canonicalString()));
        } catch (IOException | RestClientException notThere) {
            return Optional.empty();
        }
    }

    /** The text of a schema. */
    synchronized String schema(int id) throws RegistryFault {
        try {
            // The mock holds its schemas by subject, and answers for the empty subject only what was asked there
            // before.
            for (String subject : mock.getAllSubjectsById(id)) {
                return mock.getSchemaBySubjectAndId(subject, id).canonicalString();
            }
        } catch (IOException | RestClientException notThere) {
            throw new RegistryFault(404, SCHEMA_NOT_FOUND, "Schema " + id + " not found");
        }
        throw new RegistryFault(404, SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }

    /** All subjects, in the order of their names. */
    synchronized Collection<String> subjects() throws RegistryFault {
        try {
            return mock.getAllSubjects().stream().sorted().toList();
        } catch (IOException | RestClientException fault) {
            throw new RegistryFault(500, 50001, fault.getMessage());
        }
    }

    /** Versions of a subject, ascending. */
    synchronized List<Integer> versions(String subject) throws RegistryFault {
        try {
            List<Integer> versions = mock.getAllVersions(subject);
            if (!versions.isEmpty()) {
                return versions;
            }
        } catch (IOException | RestClientException notThere) {
            // The same answer as for a subject without versions.
        }
        throw new RegistryFault(404, SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
    }

    /** One version of a subject. */
    synchronized Version version(String subject, int version) throws RegistryFault {
        if (!versions(subject).contains(version)) {
            throw new RegistryFault(404, VERSION_NOT_FOUND, "Version " + version + " not found.");
        }
        try {
            SchemaMetadata found = mock.getSchemaMetadata(subject, version);
            return new Version(subject, version, found.getId(), found.getSchema());
        } catch (IOException | RestClientException notThere) {
            throw new RegistryFault(404, VERSION_NOT_FOUND, "Version " + version + " not found.");
        }
    }

    private static AvroSchema parse(String text) throws RegistryFault {
        try {
            return new AvroSchema(text);
        } catch (RuntimeException notASchema) {
            throw new RegistryFault(422, INVALID_SCHEMA, "Invalid schema: " + notASchema.getMessage());
        }
    }
}
