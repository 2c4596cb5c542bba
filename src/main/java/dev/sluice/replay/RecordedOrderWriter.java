package dev.sluice.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Policy;
import dev.sluice.avro.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Collects what a live run did and writes it as a recorded order, which {@link RecordedOrderFile} reads: the policies and the
 * snapshots by version, then the decisions by partition and sequence.
 */
public final class RecordedOrderWriter {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NavigableMap<Integer, String> policies = new TreeMap<>();
    private final NavigableMap<SnapshotVersion, String> snapshots = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();

    private record Row(int generation, int partition, long sequence, String json) {}

    /** Takes a policy, in any order. */
    public void add(Policy policy) {
        ObjectNode node = JSON.createObjectNode();
        node.put("policy", policy.getVersion());
        node.put("hash", policy.getHash());
        node.put("yaml", policy.getYaml());
        policies.put(policy.getVersion(), node.toString());
    }

    /** Takes a snapshot, in any order; of two of one version the first counts. */
    public void add(Snapshot snapshot) {
        snapshots.putIfAbsent(new SnapshotVersion(snapshot.getGeneration(), snapshot.getSequence()), json(snapshot));
    }

    /** Takes a decision, in any order. */
    public void add(Decision decision) {
        // Before the first snapshot there was only the first generation.
        int generation = decision.getSnapshotVersion() == null
                ? 1
                : SnapshotVersion.parse(decision.getSnapshotVersion()).generation();
        rows.add(new Row(generation, decision.getPartition(), decision.getSequence(), json(decision)));
    }

    /** How many decisions were taken, of the newest generation. */
    public int rows() {
        return (int) rows.stream().filter(row -> row.generation() == newest()).count();
    }

    private int newest() {
        return snapshots.isEmpty() ? 1 : snapshots.lastKey().generation();
    }

    /** Writes everything of the newest generation: each learns from nothing, so one cannot be done again with another. */
    public void write(Path file) throws IOException {
        int generation = newest();
        rows.removeIf(row -> row.generation() != generation);
        snapshots.keySet().removeIf(version -> version.generation() != generation);
        rows.sort(Comparator.comparingInt(Row::partition).thenComparingLong(Row::sequence));
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String policy : policies.values()) {
                out.write(policy);
                out.write('\n');
            }
            for (String snapshot : snapshots.values()) {
                out.write(snapshot);
                out.write('\n');
            }
            for (Row row : rows) {
                out.write(row.json());
                out.write('\n');
            }
        }
    }

    private static String json(Snapshot snapshot) {
        ObjectNode node = JSON.createObjectNode();
        node.put("snapshot", snapshot.getGeneration() + "." + snapshot.getSequence());
        node.put("hash", snapshot.getHash());
        ArrayNode coverage = node.putArray("coverage");
        snapshot.getCoverage()
                .forEach(part -> coverage.addObject()
                        .put("partition", part.getPartition())
                        .put("arrived", part.getArrived())
                        .put("judged", part.getJudged()));
        return node.toString();
    }

    // Evidence is complete when the last of it has come.
    private static long time(Decision decision) {
        return decision.getEvidence().stream()
                .mapToLong(EvidenceRef::getTime)
                .reduce(decision.getSampleTime(), Math::max);
    }

    private static String json(Decision decision) {
        ObjectNode node = JSON.createObjectNode();
        node.put("sample_id", decision.getSampleId());
        node.put("presentation", decision.getPresentation());
        node.put("partition", decision.getPartition());
        node.put("sequence", decision.getSequence());
        node.put("snapshot", decision.getSnapshotVersion());
        node.put("policy", decision.getPolicyVersion());
        ArrayNode gates = node.putArray("gates");
        decision.getGates().forEach(gates::add);
        node.put("time", time(decision));
        if (!decision.getMissingModels().isEmpty()) {
            ArrayNode missing = node.putArray("missing");
            decision.getMissingModels().forEach(missing::add);
        }
        return node.toString();
    }
}
