package dev.sluice.replay;

import dev.sluice.avro.Side;
import dev.sluice.judge.Route;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.LedgerCodec;
import dev.sluice.stream.StoredInputs;
import dev.sluice.stream.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the ledger that the filter keeps of each partition with a recount of that partition. */
final class LedgerComparison {

    private final List<String> differences = new ArrayList<>();

    private LedgerComparison() {}

    /** To be called when the pipeline is at rest and its inputs are complete; otherwise both are right and differ. */
    static LedgerCheck compare(Connection connection, PipelineSpec spec, Fates fates, Iterable<Integer> partitions) {
        Map<Integer, Ledger> ledgers = new TreeMap<>();
        try (TopicTail changelog = new TopicTail(connection, StoredInputs.changelog(spec.filterId(), Stores.LEDGER))) {
            changelog.readOn(record -> {
                if (record.value() != null) {
                    ledgers.put(record.partition(), LedgerCodec.decode(record.value()));
                }
            });
        }
        LedgerComparison comparison = new LedgerComparison();
        for (int partition : partitions) {
            comparison.compare(partition, ledgers.get(partition), fates);
        }
        return comparison.differences.isEmpty()
                ? new LedgerCheck.Agrees()
                : new LedgerCheck.Differs(List.copyOf(comparison.differences));
    }

    private void compare(int partition, Ledger ledger, Fates fates) {
        SideCount samples = fates.count(Side.SAMPLE, partition);
        SideCount logits = fates.count(Side.LOGITS, partition);
        if (ledger == null) {
            check(partition, "ledger entries", 0, samples.in() + logits.in());
            return;
        }
        long clean = fates.repeated(partition, Outcome.CLEAN);
        long quarantine = fates.repeated(partition, Outcome.QUARANTINE);
        check(partition, "samples", ledger.samples(), samples.in());
        check(partition, "logits", ledger.logits(), logits.in());
        check(partition, "decided clean", ledger.decidedAs(Route.CLEAN), samples.clean() + clean);
        check(partition, "decided quarantine", ledger.decidedAs(Route.QUARANTINE), samples.quarantine() + quarantine);
        check(partition, "repeated presentations", ledger.repeated(), clean + quarantine);
        check(partition, "leftovers", ledger.leftovers(), samples.leftovers() + logits.leftovers());
        check(partition, "dead letters", ledger.letters(), samples.deadLetters() + logits.deadLetters());
        check(partition, "pending", ledger.pending(), samples.pending() + logits.pending());
        check(partition, "parked", ledger.parked(), samples.parked() + logits.parked());
    }

    private void check(int partition, String what, long ledger, long recounted) {
        if (ledger != recounted) {
            differences.add("partition " + partition + ": the ledger says " + ledger + " " + what + ", the topics "
                    + recounted);
        }
    }
}
