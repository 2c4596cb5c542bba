package dev.sluice.stream;

import dev.sluice.avro.DecisionRecords;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Origin;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.RoutedRows;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Policy;
import dev.sluice.judge.Route;
import dev.sluice.noise.Snapshot;
import java.util.List;

/** Sends a decided sample where it belongs, with the whole decision inside. */
final class DecisionWriter {

    private final Outputs outputs;
    private final RoutedRows rows;
    private final RecordEncoder<dev.sluice.avro.Decision> audit;
    private final boolean auditLog;
    private final String classListHash;

    DecisionWriter(Outputs outputs, FilterPlan plan) {
        this.outputs = outputs;
        this.rows = new RoutedRows(plan.schemas().clean(), plan.schemas().quarantine());
        this.audit = new RecordEncoder<>(plan.schemas().decision(), dev.sluice.avro.Decision.getClassSchema());
        this.auditLog = plan.spec().topics().decisions();
        this.classListHash = plan.spec().classes().hash();
    }

    /** What judged: the snapshot (null before the first) and the policy. */
    record Versions(Snapshot snapshot, Policy policy) {}

    /** Writes the row, keyed by the sample id and stamped with the event time of the pair. */
    void write(
            String id,
            Entry.Ready pair,
            Decision decision,
            Versions versions,
            DecisionRecords.Place place,
            List<EvidenceRef> seen) {
        DecisionRecords.Hashes hashes = new DecisionRecords.Hashes(
                versions.snapshot() == null ? null : versions.snapshot().hash(),
                versions.policy().hash(),
                classListHash);
        dev.sluice.avro.Decision record =
                DecisionRecords.toAvro(id, pair.logits().presentation(), decision, hashes, place, seen);
        byte[] body = pair.sample().body();
        if (decision.route() == Route.CLEAN) {
            byte[] row = rows.clean(body, pair.sample().label(), decision.weight(), Origin.LIVE, record);
            outputs.send(Outputs.CLEAN, id, row, pair.time());
        } else {
            outputs.send(Outputs.QUARANTINE, id, rows.quarantine(body, Origin.LIVE, record), pair.time());
        }
        if (auditLog) {
            outputs.send(Outputs.DECISIONS, id, audit.encode(record), pair.time());
        }
    }
}
