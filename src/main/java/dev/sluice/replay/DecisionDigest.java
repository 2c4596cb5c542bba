package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A digest of decisions that does not depend on the order in which they come: two runs have the same digest when they
 * decided the same.
 *
 * <p>Each row is hashed by itself over the fields of {@link #FIELDS}, and the hashes are added as numbers of 256 bits. A sum
 * does not know an order, nor in how many parts it was made, so the total is the same for any number of partitions; and
 * unlike an exclusive or it changes when a row comes twice. It finds accidents. It is no seal against somebody who
 * may choose the rows: a sum of hashes can be steered by who can try many rows.
 *
 * <p>Left out on purpose: partition, sequence and offsets, which are where a row stands and not what was decided.
 *
 * <p>For one thread.
 */
public final class DecisionDigest {

    /** What goes into it, in this order. */
    public static final List<String> FIELDS = List.of(
            "sample_id",
            "presentation",
            "route",
            "suggested_label",
            "reasons (sorted)",
            "weight (raw bits)",
            "p_wrong (raw bits)",
            "snapshot_version",
            "snapshot_hash",
            "policy_version",
            "policy_hash",
            "model ids and versions (sorted)",
            "gates (sorted)");

    private static final int ABSENT = -1;

    private final SortedMap<Integer, DigestSum> partitions = new TreeMap<>();
    private final MessageDigest sha;
    private byte[] row = new byte[512];
    private int length;

    public DecisionDigest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Adds a row. */
    public void add(Decision decision) {
        length = 0;
        text(decision.getSampleId());
        number(decision.getPresentation());
        text(decision.getRoute().name());
        number(decision.getSuggestedLabel());
        texts(decision.getReasons());
        number(Double.doubleToRawLongBits(decision.getWeight()));
        number(Double.doubleToRawLongBits(decision.getPWrong()));
        text(decision.getSnapshotVersion());
        text(decision.getSnapshotHash());
        number(decision.getPolicyVersion());
        text(decision.getPolicyHash());
        models(decision.getEvidence());
        texts(decision.getGates());
        sha.update(row, 0, length);
        partitions
                .computeIfAbsent(decision.getPartition(), first -> new DigestSum())
                .add(sha.digest());
    }

    private void models(List<EvidenceRef> heard) {
        List<EvidenceRef> sorted = heard;
        if (heard.size() > 1) {
            sorted = new ArrayList<>(heard);
            sorted.sort(Comparator.comparing(EvidenceRef::getModelId).thenComparing(EvidenceRef::getModelVersion));
        }
        number(sorted.size());
        sorted.forEach(model -> {
            text(model.getModelId());
            text(model.getModelVersion());
        });
    }

    private void texts(List<String> values) {
        List<String> sorted = values;
        if (values.size() > 1) {
            sorted = new ArrayList<>(values);
            Collections.sort(sorted);
        }
        number(sorted.size());
        sorted.forEach(this::text);
    }

    private void text(String value) {
        if (value == null) {
            number(ABSENT);
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        room(bytes.length);
        System.arraycopy(bytes, 0, row, length, bytes.length);
        length += bytes.length;
    }

    private void number(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            row[length++] = (byte) (value >>> shift);
        }
    }

    private void room(int more) {
        if (length + more > row.length) {
            row = Arrays.copyOf(row, Math.max(2 * row.length, length + more));
        }
    }

    /** The digests by the partition that decided. */
    public SortedMap<Integer, DigestSum> byPartition() {
        return Collections.unmodifiableSortedMap(partitions);
    }

    /** The digest of all rows, for any number of partitions the same. */
    public DigestSum total() {
        DigestSum total = new DigestSum();
        partitions.values().forEach(total::add);
        return total;
    }
}
