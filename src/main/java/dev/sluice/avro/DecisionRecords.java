package dev.sluice.avro;

import java.util.ArrayList;
import java.util.List;

/** The core's decision as an Avro record, with the identity of everything that went into it. */
public final class DecisionRecords {

    private DecisionRecords() {}

    /**
     * @param unit what is decided
     * @param decision the judge's verdict
     * @param hashes of the snapshot (null when there was none), the policy and the class list
     * @param place where the evidence stands
     * @param evidence the logits rows that the judge saw
     * @param missing awaited models that the judge did not hear
     */
    public static Decision toAvro(
            Unit unit,
            dev.sluice.judge.Decision decision,
            Hashes hashes,
            Place place,
            List<EvidenceRef> evidence,
            List<String> missing) {
        Decision record = new Decision();
        record.setSampleId(unit.sampleId());
        record.setPresentation(unit.presentation());
        record.setRepeat(unit.repeat());
        record.setRoute(decision.route() == dev.sluice.judge.Route.CLEAN ? Route.CLEAN : Route.QUARANTINE);
        record.setWeight(decision.weight());
        record.setPWrong(decision.pWrong());
        record.setGivenLabel(decision.givenLabel());
        record.setSuggestedLabel(decision.suggestedLabel());
        record.setReasons(names(decision.reasons()));
        record.setGates(names(decision.gates()));
        record.setSnapshotVersion(
                decision.snapshot() == null ? null : decision.snapshot().toString());
        record.setSnapshotHash(hashes.snapshot());
        record.setPolicyVersion(decision.policy());
        record.setPolicyHash(hashes.policy());
        record.setClassListHash(hashes.classList());
        record.setPartition(place.partition());
        record.setSequence(place.sequence());
        record.setSamplePartition(place.samplePartition() == place.partition() ? null : place.samplePartition());
        record.setSampleOffset(place.sampleOffset());
        record.setSampleTime(place.sampleTime());
        record.setEvidence(evidence);
        record.setMissingModels(missing);
        return record;
    }

    /**
     * What is decided.
     *
     * @param sampleId the sample
     * @param presentation which showing of it
     * @param repeat whether an earlier presentation of it was decided before
     */
    public record Unit(String sampleId, int presentation, boolean repeat) {}

    /** Content hashes of the versions in force. */
    public record Hashes(String snapshot, String policy, String classList) {}

    /**
     * Where the decided sample stands.
     *
     * @param partition partition that judged it
     * @param sequence number of the evidence in its partition
     * @param samplePartition partition of the samples topic; the same, unless inputs are repartitioned
     * @param sampleOffset offset in the samples topic
     * @param sampleTime event time, ms
     */
    public record Place(int partition, long sequence, int samplePartition, long sampleOffset, long sampleTime) {}

    private static List<String> names(Iterable<? extends Enum<?>> values) {
        List<String> names = new ArrayList<>();
        for (Enum<?> value : values) {
            names.add(value.name());
        }
        if (names.size() > 1) {
            names.sort(null);
        }
        return names;
    }
}
