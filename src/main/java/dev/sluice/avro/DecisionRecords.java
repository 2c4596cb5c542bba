package dev.sluice.avro;

import java.util.ArrayList;
import java.util.List;

/** The core's decision as an Avro record, with the identity of everything that went into it. */
public final class DecisionRecords {

    private DecisionRecords() {}

    /**
     * @param sampleId the decided sample
     * @param presentation which showing
     * @param decision the judge's verdict
     * @param hashes of the snapshot (null when there was none), the policy and the class list
     * @param place where the evidence stands
     * @param evidence the logits rows that the judge saw
     */
    public static Decision toAvro(
            String sampleId,
            int presentation,
            dev.sluice.judge.Decision decision,
            Hashes hashes,
            Place place,
            List<EvidenceRef> evidence) {
        Decision record = new Decision();
        record.setSampleId(sampleId);
        record.setPresentation(presentation);
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
        record.setSampleOffset(place.sampleOffset());
        record.setSampleTime(place.sampleTime());
        record.setEvidence(evidence);
        return record;
    }

    /** Content hashes of the versions in force. */
    public record Hashes(String snapshot, String policy, String classList) {}

    /**
     * Where the decided sample stands.
     *
     * @param partition partition of both inputs
     * @param sequence number of the evidence in its partition
     * @param sampleOffset offset in the samples topic
     * @param sampleTime event time, ms
     */
    public record Place(int partition, long sequence, long sampleOffset, long sampleTime) {}

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
