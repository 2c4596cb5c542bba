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
import java.util.ArrayList;
import java.util.List;

/** Sends a decided sample where it belongs, with the whole decision inside. */
final class DecisionWriter {

    private final Outputs outputs;
    private final RoutedRows rows;
    private final RecordEncoder<dev.sluice.avro.Decision> audit;
    private final boolean auditLog;
    private final String classListHash;
    private final int partition;

    DecisionWriter(Outputs outputs, FilterPlan plan, int partition) {
        this.outputs = outputs;
        this.partition = partition;
        this.rows = new RoutedRows(plan.schemas().clean(), plan.schemas().quarantine());
        this.audit = new RecordEncoder<>(plan.schemas().decision(), dev.sluice.avro.Decision.getClassSchema());
        this.auditLog = plan.spec().topics().decisions();
        this.classListHash = plan.spec().classes().hash();
    }

    /** What judged: the snapshot (null before the first) and the policy. */
    record Versions(Snapshot snapshot, Policy policy) {}

    /**
     * Writes the row, keyed by the sample id and stamped with the event time of the unit.
     *
     * @param missing awaited models that the judge did not hear
     */
    void write(Entries.Waiting decided, Decision decision, Versions versions, List<String> missing) {
        DecisionRecords.Hashes hashes = new DecisionRecords.Hashes(
                versions.snapshot() == null ? null : versions.snapshot().hash(),
                versions.policy().hash(),
                classListHash);
        PendingSample sample = decided.sample();
        Entry.Ready unit = decided.unit();
        DecisionRecords.Place place = new DecisionRecords.Place(
                partition, unit.sequence(), sample.partition(), sample.offset(), sample.time());
        DecisionRecords.Unit showing = new DecisionRecords.Unit(decided.id(), unit.presentation(), unit.repeat());
        dev.sluice.avro.Decision record = DecisionRecords.toAvro(showing, decision, hashes, place, seen(unit), missing);
        long time = unit.time(sample);
        if (decision.route() == Route.CLEAN) {
            byte[] row = rows.clean(sample.body(), sample.label(), decision.weight(), Origin.LIVE, record);
            outputs.send(Outputs.CLEAN, decided.id(), row, time);
        } else {
            outputs.send(Outputs.QUARANTINE, decided.id(), rows.quarantine(sample.body(), Origin.LIVE, record), time);
        }
        if (auditLog) {
            outputs.send(Outputs.DECISIONS, decided.id(), audit.encode(record), time);
        }
    }

    private List<EvidenceRef> seen(Entry.Ready unit) {
        if (unit.logits().size() == 1) {
            return List.of(seen(unit.logits().get(0)));
        }
        List<EvidenceRef> seen = new ArrayList<>(unit.logits().size());
        unit.logits().forEach(row -> seen.add(seen(row)));
        return seen;
    }

    private EvidenceRef seen(PendingLogits row) {
        return new EvidenceRef(
                row.model().id(),
                row.model().version(),
                row.offset(),
                row.time(),
                row.outOfSample(),
                row.partition() == partition ? null : row.partition());
    }
}
