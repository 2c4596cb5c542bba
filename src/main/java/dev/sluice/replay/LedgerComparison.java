package dev.sluice.replay;

import dev.sluice.avro.Side;
import dev.sluice.judge.Route;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Ledger;
import dev.sluice.stream.LedgerCodec;
import dev.sluice.stream.PartitionBooks;
import dev.sluice.stream.StoredInputs;
import dev.sluice.stream.Stores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Compares the ledger that the filter keeps of each partition with a recount of that partition. */
final class LedgerComparison {

    private final List<String> differences = new ArrayList<>();

    private LedgerComparison() {}

    /** To be called when the pipeline is at rest and its inputs are complete; otherwise both are right and differ. */
    static LedgerCheck compare(Connection connection, PipelineSpec spec, Fates fates, Iterable<Integer> partitions) {
        Map<Integer, Ledger> ledgers = ledgers(connection, spec);
        LedgerComparison comparison = new LedgerComparison();
        for (int partition : partitions) {
            Ledger ledger = ledgers.get(partition);
            comparison.compare(
                    "partition " + partition,
                    ledger == null ? List.of() : List.of(ledger),
                    fates.count(Side.SAMPLE, partition),
                    fates.count(Side.LOGITS, partition),
                    fates.repeated(partition, Outcome.CLEAN),
                    fates.repeated(partition, Outcome.QUARANTINE));
        }
        return comparison.result();
    }

    /** The same over all partitions: where inputs are repartitioned, those of the ledgers are not those of the inputs. */
    static LedgerCheck compareTotals(Connection connection, PipelineSpec spec, Fates fates, Balance balance) {
        LedgerComparison comparison = new LedgerComparison();
        comparison.compare(
                "all partitions",
                ledgers(connection, spec).values(),
                balance.samples(),
                balance.logits(),
                fates.repeated(Outcome.CLEAN),
                fates.repeated(Outcome.QUARANTINE));
        return comparison.result();
    }

    private static Map<Integer, Ledger> ledgers(Connection connection, PipelineSpec spec) {
        Map<Integer, Ledger> ledgers = new TreeMap<>();
        try (TopicTail changelog = new TopicTail(connection, StoredInputs.changelog(spec.filterId(), Stores.LEDGER))) {
            changelog.readOn(record -> {
                if (record.value() != null && PartitionBooks.isLedger(record.key())) {
                    ledgers.put(record.partition(), LedgerCodec.decode(record.value()));
                }
            });
        }
        return ledgers;
    }

    private LedgerCheck result() {
        return differences.isEmpty() ? new LedgerCheck.Agrees() : new LedgerCheck.Differs(List.copyOf(differences));
    }

    private void compare(
            String where,
            Collection<Ledger> ledgers,
            SideCount samples,
            SideCount logits,
            long clean,
            long quarantine) {
        if (ledgers.isEmpty()) {
            check(where, "ledger entries", 0, samples.in() + logits.in());
            return;
        }
        check(where, "samples", sum(ledgers, Ledger::samples), samples.in());
        check(where, "logits", sum(ledgers, Ledger::logits), logits.in());
        check(where, "decided clean", sum(ledgers, one -> one.decidedAs(Route.CLEAN)), samples.clean() + clean);
        check(
                where,
                "decided quarantine",
                sum(ledgers, one -> one.decidedAs(Route.QUARANTINE)),
                samples.quarantine() + quarantine);
        check(where, "repeated presentations", sum(ledgers, Ledger::repeated), clean + quarantine);
        check(where, "leftovers", sum(ledgers, Ledger::leftovers), samples.leftovers() + logits.leftovers());
        check(where, "dead letters", sum(ledgers, Ledger::letters), samples.deadLetters() + logits.deadLetters());
        check(where, "pending", sum(ledgers, Ledger::pending), samples.pending() + logits.pending());
        check(where, "parked", sum(ledgers, Ledger::parked), samples.parked() + logits.parked());
    }

    private static long sum(Collection<Ledger> ledgers, ToLongFunction<Ledger> part) {
        return ledgers.stream().mapToLong(part).sum();
    }

    private void check(String where, String what, long ledger, long recounted) {
        if (ledger != recounted) {
            differences.add(where + ": the ledger says " + ledger + " " + what + ", the topics " + recounted);
        }
    }
}
