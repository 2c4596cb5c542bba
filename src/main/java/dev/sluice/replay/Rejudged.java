package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Route;
import dev.sluice.judge.Gate;
import dev.sluice.judge.Reason;
import dev.sluice.judge.Recollection.Remembered;
import dev.sluice.judge.Sample;
import dev.sluice.noise.ModelKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A recorded decision, and the one that another policy gives.
 *
 * @param before as it was recorded
 * @param after as it would be
 */
record Rejudged(Decision before, dev.sluice.judge.Decision after) {

    /** What a record says of what was judged. */
    static Remembered remembered(Decision row) {
        return new Remembered(
                new Sample(row.getSampleId(), row.getGivenLabel()),
                models(row),
                gates(row),
                row.getPWrong(),
                row.getSuggestedLabel(),
                reasons(row));
    }

    /** Who was heard, in the order of the pipeline's models. */
    static List<ModelKey> models(Decision row) {
        List<EvidenceRef> seen = row.getEvidence();
        if (seen.size() == 1) {
            return List.of(model(seen.get(0)));
        }
        List<ModelKey> models = new ArrayList<>(seen.size());
        seen.forEach(ref -> models.add(model(ref)));
        return models;
    }

    static ModelKey model(EvidenceRef ref) {
        return new ModelKey(ref.getModelId(), ref.getModelVersion());
    }

    /** Gates in force, as they were recorded. */
    static Set<Gate> gates(Decision row) {
        Set<Gate> gates = EnumSet.noneOf(Gate.class);
        row.getGates().forEach(name -> gates.add(Gate.valueOf(name)));
        return gates;
    }

    private static Set<Reason> reasons(Decision row) {
        if (row.getReasons().isEmpty()) {
            return Collections.emptySet();
        }
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        row.getReasons().forEach(name -> reasons.add(Reason.valueOf(name)));
        return reasons;
    }

    /**
     * The new decision as a record, with the place and the evidence of the old one.
     *
     * @param snapshotHash of what judged, null for none
     * @param policyHash of the policy that judged
     */
    Decision record(String snapshotHash, String policyHash) {
        Decision record = new Decision();
        record.setSampleId(before.getSampleId());
        record.setPresentation(before.getPresentation());
        record.setRepeat(before.getRepeat());
        record.setRoute(cleanAfter() ? Route.CLEAN : Route.QUARANTINE);
        record.setWeight(after.weight());
        record.setPWrong(after.pWrong());
        record.setGivenLabel(before.getGivenLabel());
        record.setSuggestedLabel(after.suggestedLabel());
        record.setReasons(after.reasons().stream().map(Reason::name).sorted().toList());
        record.setGates(after.gates().stream().map(Gate::name).sorted().toList());
        record.setSnapshotVersion(
                after.snapshot() == null ? null : after.snapshot().toString());
        record.setSnapshotHash(snapshotHash);
        record.setPolicyVersion(after.policy());
        record.setPolicyHash(policyHash);
        record.setClassListHash(before.getClassListHash());
        record.setPartition(before.getPartition());
        record.setSequence(before.getSequence());
        record.setSamplePartition(before.getSamplePartition());
        record.setSampleOffset(before.getSampleOffset());
        record.setSampleTime(before.getSampleTime());
        record.setEvidence(before.getEvidence());
        record.setMissingModels(before.getMissingModels());
        return record;
    }

    boolean cleanBefore() {
        return before.getRoute() == Route.CLEAN;
    }

    boolean cleanAfter() {
        return after.route() == dev.sluice.judge.Route.CLEAN;
    }

    /** Whether it goes elsewhere. */
    boolean flips() {
        return cleanBefore() != cleanAfter();
    }

    /** By how much the weight changes. */
    double weightChange() {
        return Math.abs(after.weight() - before.getWeight());
    }

    /** Whether anything at all differs, to the last bit. */
    boolean differs() {
        return flips()
                || bits(before.getWeight()) != bits(after.weight())
                || bits(before.getPWrong()) != bits(after.pWrong())
                || before.getSuggestedLabel() != after.suggestedLabel()
                || !reasonsBefore().equals(reasonsAfter())
                || !gates(before).equals(after.gates());
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** The recorded reasons in one word. */
    String reasonsBefore() {
        return before.getReasons().isEmpty() ? "" : String.join(";", before.getReasons());
    }

    /** The new reasons in one word. */
    String reasonsAfter() {
        return after.reasons().isEmpty()
                ? ""
                : String.join(";", after.reasons().stream().map(Reason::name).toList());
    }
}
