package dev.sluice.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The Confluent REST API, as far as clients need it to read and write records. */
final class RegistryApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryContents contents;
    private final RegistryJournal journal;

    /** @param journal null when nothing is to be kept */
    RegistryApi(RegistryContents contents, RegistryJournal journal) {
        this.contents = contents;
        this.journal = journal;
    }

    /**
     * Answers one request.
     *
     * @param path decoded segments of the path
     * @return the JSON to answer with
     */
    JsonNode answer(String method, List<String> path, byte[] body) throws RegistryFault, IOException {
        String what = method + " " + (path.isEmpty() ? "" : path.get(0)) + "/" + path.size();
        return switch (what) {
            case "GET /0" -> JSON.createObjectNode();
            case "GET subjects/1" -> array(contents.subjects());
            case "POST subjects/2" -> lookUp(path.get(1), body);
            case "GET subjects/3" -> array(contents.versions(at(path, 1, "versions")));
            case "POST subjects/3" -> register(at(path, 1, "versions"), body);
            case "GET subjects/4" -> describe(version(at(path, 1, "versions"), path.get(3)));
            case "GET schemas/2" -> array(List.of(onlyAvro(path.get(1))));
            case "GET schemas/3" -> JSON.createObjectNode().put("schema", contents.schema(id(path)));
            case "GET config/1", "GET config/2" -> JSON.createObjectNode().put("compatibilityLevel", "NONE");
            case "PUT config/1", "PUT config/2" -> configure(body);
            case "GET mode/1", "GET mode/2" -> JSON.createObjectNode().put("mode", "READWRITE");
            default -> throw noSuchPath();
        };
    }

    private JsonNode register(String subject, byte[] body) throws RegistryFault, IOException {
        String schema = schema(body);
        synchronized (this) {
            Optional<RegistryContents.Version> added = contents.register(subject, schema);
            if (added.isPresent() && journal != null) {
                journal.add(added.get());
            }
        }
        return JSON.createObjectNode()
                .put("id", contents.lookUp(subject, schema).id());
    }

    private JsonNode lookUp(String subject, byte[] body) throws RegistryFault {
        return describe(contents.lookUp(subject, schema(body)));
    }

    private RegistryContents.Version version(String subject, String version) throws RegistryFault {
        List<Integer> known = contents.versions(subject);
        if (version.equals("latest") || version.equals("-1")) {
            return contents.version(subject, known.get(known.size() - 1));
        }
        try {
            return contents.version(subject, Integer.parseInt(version));
        } catch (NumberFormatException notANumber) {
            throw new RegistryFault(422, 42202, "The specified version '" + version + "' is not a valid version id.");
        }
    }

    private static JsonNode configure(byte[] body) throws RegistryFault {
        String wanted = parse(body).path("compatibility").asText();
        if (!wanted.equals("NONE")) {
            throw new RegistryFault(
                    422, 42203, "The embedded registry checks no compatibility: NONE is all it takes, not " + wanted);
        }
        return JSON.createObjectNode().put("compatibility", wanted);
    }

    private static String schema(byte[] body) throws RegistryFault {
        JsonNode request = parse(body);
        String type = request.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new RegistryFault(422, 42201, "The embedded registry holds AVRO only, not " + type);
        }
        if (!request.path("references").isEmpty()) {
            throw new RegistryFault(422, 42201, "The embedded registry takes whole schemas, without references");
        }
        if (!request.path("schema").isTextual()) {
            throw new RegistryFault(422, 42201, "Empty schema");
        }
        return request.path("schema").asText();
    }

    private static JsonNode parse(byte[] body) throws RegistryFault {
        try {
            JsonNode parsed = JSON.readTree(body);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (JsonProcessingException notJson) {
            throw new RegistryFault(400, 400, "The request is not JSON");
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new RegistryFault(400, 400, "The request is not a JSON object");
    }

    private static int id(List<String> path) throws RegistryFault {
        try {
            return Integer.parseInt(at(path, 2, "ids"));
        } catch (NumberFormatException notANumber) {
            throw noSuchPath();
        }
    }

    /** The segment at a place, if the fixed word of the path is where it belongs: {@code subjects/S/versions}. */
    private static String at(List<String> path, int place, String word) throws RegistryFault {
        if (!path.get(place == 1 ? 2 : 1).equals(word)) {
            throw noSuchPath();
        }
        return path.get(place);
    }

    private static String onlyAvro(String word) throws RegistryFault {
        if (!word.equals("types")) {
            throw noSuchPath();
        }
        return "AVRO";
    }

    private static RegistryFault noSuchPath() {
        return new RegistryFault(404, 404, "HTTP 404 Not Found");
    }

    private static ObjectNode describe(RegistryContents.Version version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema());
    }

    private static ArrayNode array(Iterable<?> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(array::addPOJO);
        return array;
    }
}
