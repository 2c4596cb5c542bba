package dev.sluice.replay;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Origin;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * Names a training set exactly: which rows of the clean topic, by offset, and what they add up to.
 *
 * <p>Rows of a range do not stand in the order of their times, and a policy may begin in the middle. So the rows are named by
 * runs of offsets between which no other row lies: who reads the runs, read committed, reads the set, and need not
 * understand ranges. Markers of transactions take offsets too and are no rows; a run ends directly behind a row.
 *
 * <p>The digest is for every language: of each row SHA-256 over partition (4 bytes), offset (8 bytes, both big end first) and
 * the record's value as it is, added as numbers modulo 2^256. It does not depend on the order of reading.
 */
public final class Manifest {

    /** What the digest goes over. */
    public static final String DIGEST =
            "sum mod 2^256 of SHA-256(partition as int32 BE, offset as int64 BE, record value)";

    /**
     * Rows of one partition between which no other row lies.
     *
     * @param partition of the clean topic
     * @param from offset of the first
     * @param to behind the last
     * @param rows how many
     */
    public record Run(int partition, long from, long to, long rows) {}

    private final PipelineSpec spec;
    private final Range range;
    private final OptionalInt policy;
    private final List<Run> runs = new ArrayList<>();
    private final Map<Integer, Run> open = new TreeMap<>();
    private final SortedMap<Integer, Long> labels = new TreeMap<>();
    private final SortedSet<Integer> policies = new TreeSet<>();
    private final SortedSet<String> models = new TreeSet<>();
    private final SortedSet<SnapshotVersion> snapshots = new TreeSet<>();
    private final DigestSum digest = new DigestSum();
    private final MessageDigest sha;
    private long released;
    private final SortedMap<Integer, Double> weights = new TreeMap<>();

    private Manifest(PipelineSpec spec, Range range, OptionalInt policy) {
        this.spec = spec;
        this.range = range;
        this.policy = policy;
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Reads the clean topic.
     *
     * @param policy only rows that this version decided
     * @throws RangeException when the range or a row cannot be read
     */
    public static Manifest read(
            Connection connection, Registry registry, PipelineSpec spec, Range range, OptionalInt policy) {
        Manifest manifest = new Manifest(spec, range, policy);
        RecordDecoder<CleanSample> decoder = new RecordDecoder<>(registry, CleanSample.class);
        try (BoundedReader reader = new BoundedReader(connection)) {
            reader.read(
                    new RangeBounds(reader, range)
                            .slices(List.of(spec.cleanTopic()), spec.topics().samples()),
                    record -> manifest.add(record, decode(decoder, record)));
        } catch (OffsetOutOfRangeException gone) {
            throw new RangeException("rows of the range were deleted by retention while they were read", gone);
        }
        manifest.runs.addAll(manifest.open.values());
        manifest.runs.sort(Comparator.comparingInt(Run::partition).thenComparingLong(Run::from));
        return manifest;
    }

    private static CleanSample decode(RecordDecoder<CleanSample> decoder, ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (BadRecordException | UnknownSchemaException | RegistryUnavailableException fault) {
            throw new RangeException(
                    record.topic() + " partition " + record.partition() + " offset " + record.offset() + ": "
                            + fault.getMessage(),
                    fault);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record, CleanSample row) {
        Decision decision = row.getDecision();
        Integer named = decision.getSamplePartition();
        boolean wanted = range.contains(
                        record.timestamp(), named == null ? decision.getPartition() : named, decision.getSampleOffset())
                && (policy.isEmpty() || policy.getAsInt() == decision.getPolicyVersion());
        Run run = open.get(record.partition());
        if (!wanted) {
            if (run != null) {
                runs.add(open.remove(record.partition()));
            }
            return;
        }
        open.put(
                record.partition(),
                run == null
                        ? new Run(record.partition(), record.offset(), record.offset() + 1, 1)
                        : new Run(run.partition(), run.from(), record.offset() + 1, run.rows() + 1));
        labels.merge(row.getLabel(), 1L, Long::sum);
        weights.merge(record.partition(), (double) row.getWeight(), Double::sum);
        released += row.getOrigin() == Origin.LIVE ? 0 : 1;
        policies.add(decision.getPolicyVersion());
        if (decision.getSnapshotVersion() != null) {
            snapshots.add(SnapshotVersion.parse(decision.getSnapshotVersion()));
        }
        for (EvidenceRef model : decision.getEvidence()) {
            models.add(model.getModelId() + "@" + model.getModelVersion());
        }
        sha.update(ByteBuffer.allocate(12)
                .putInt(record.partition())
                .putLong(record.offset())
                .flip());
        digest.add(sha.digest(record.value()));
    }

    /** How many rows. */
    public long rows() {
        return digest.rows();
    }

    /** The digest of them. */
    public String digest() {
        return digest.hex();
    }

    /** The runs, by partition and offset. */
    public List<Run> runs() {
        return List.copyOf(runs);
    }

    /** Sum of the weights: each partition in its order, then the partitions in theirs, so that it is always the same. */
    public double sumOfWeights() {
        double sum = 0;
        for (double one : weights.values()) {
            sum += one;
        }
        return sum;
    }

    /** The manifest as a tree of maps and lists, for a file. */
    public Map<String, Object> tree(String asked) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", 1);
        tree.put("pipeline", spec.name());
        tree.put("range", asked);
        tree.put("policy", policy.isPresent() ? "v" + policy.getAsInt() : null);
        tree.put("topic", spec.cleanTopic());
        tree.put("slices", runs);
        tree.put("rows", rows());
        tree.put("released", released);
        tree.put("sumOfWeights", sumOfWeights());
        Map<String, Long> classes = new LinkedHashMap<>();
        labels.forEach((label, rows) ->
                classes.put(label < spec.classes().size() ? spec.classes().name(label) : "class " + label, rows));
        tree.put("classes", classes);
        tree.put("classList", spec.classes().names());
        tree.put("classListHash", spec.classes().hash());
        tree.put("policies", policies.stream().map(version -> "v" + version).toList());
        tree.put("models", models);
        tree.put("firstSnapshot", snapshots.isEmpty() ? null : snapshots.first().toString());
        tree.put("lastSnapshot", snapshots.isEmpty() ? null : snapshots.last().toString());
        tree.put("digest", digest());
        tree.put("digestOver", DIGEST);
        return tree;
    }
}
