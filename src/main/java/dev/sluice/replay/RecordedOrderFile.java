package dev.sluice.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.judge.Gate;
import dev.sluice.noise.Coverage;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.replay.RecordedOrder.RecordedRow;
import dev.sluice.replay.RecordedOrder.RecordedSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a recorded order, JSON lines as {@code verify --order} writes them:
 *
 * <pre>
 *   {"policy":1,"hash":"3c..","yaml":"mode: enforce\n.."}
 *   {"snapshot":"1.3","hash":"0f..","coverage":[{"partition":0,"arrived":250,"judged":0}]}
 *   {"sample_id":"17","presentation":0,"partition":2,"sequence":31,"snapshot":"1.3","policy":1,"gates":[],"time":1700000000000}
 * </pre>
 */
public final class RecordedOrderFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordedOrderFile() {}

    /**
     * Reads a whole file.
     *
     * @throws RehearsalException at the first bad line, with its number
     */
    public static RecordedOrder read(Path file) throws IOException {
        List<RecordedSnapshot> snapshots = new ArrayList<>();
        List<RecordedRow> rows = new ArrayList<>();
        TreeMap<Integer, String> policies = new TreeMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    JsonNode node = JSON.readTree(line);
                    if (node.has("sample_id")) {
                        rows.add(row(node));
                    } else if (node.has("yaml")) {
                        policies.put((int) number(node, "policy"), text(node, "yaml"));
                    } else {
                        snapshots.add(snapshot(node));
                    }
                } catch (JsonProcessingException notJson) {
                    throw new RehearsalException(file + " line " + number + ": is not a JSON object");
                } catch (IllegalArgumentException bad) {
                    throw new RehearsalException(file + " line " + number + ": " + bad.getMessage());
                }
            }
        }
        return new RecordedOrder(snapshots, rows, policies);
    }

    private static RecordedSnapshot snapshot(JsonNode node) {
        List<Coverage> coverage = new ArrayList<>();
        for (JsonNode part : field(node, "coverage")) {
            coverage.add(
                    new Coverage((int) number(part, "partition"), number(part, "arrived"), number(part, "judged")));
        }
        return new RecordedSnapshot(SnapshotVersion.parse(text(node, "snapshot")), text(node, "hash"), coverage);
    }

    private static RecordedRow row(JsonNode node) {
        JsonNode snapshot = field(node, "snapshot");
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        for (JsonNode gate : field(node, "gates")) {
            gates.add(Gate.valueOf(gate.asText()));
        }
        List<String> missing = new ArrayList<>();
        node.path("missing").forEach(model -> missing.add(model.asText()));
        return new RecordedRow(
                text(node, "sample_id"),
                (int) number(node, "presentation"),
                (int) number(node, "partition"),
                number(node, "sequence"),
                snapshot.isNull() ? Optional.empty() : Optional.of(SnapshotVersion.parse(snapshot.asText())),
                (int) number(node, "policy"),
                gates,
                node.has("time") ? OptionalLong.of(number(node, "time")) : OptionalLong.empty(),
                missing);
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("'" + name + "' must be a text");
        }
        return value.asText();
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException("'" + name + "' must be a whole number");
        }
        return value.asLong();
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }
}
