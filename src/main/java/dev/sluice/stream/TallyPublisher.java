package dev.sluice.stream;

import dev.sluice.avro.ControlCodec;
import dev.sluice.avro.TallyRecords;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import java.util.Map;

/**
 * Sends the changed rows of one partition's tally to the learner, whole, followed by an end marker that says how far they
 * reach. A batch is written within one call, so it is in one transaction; the learner takes it over at its marker.
 */
final class TallyPublisher {

    private final TallyBook tally;
    private final SampleBook samples;
    private final SuspicionBook suspicions;
    private final Ledger ledger;
    private final Outputs outputs;
    private final ControlCodec<dev.sluice.avro.TallyRow> codec = new ControlCodec<>(dev.sluice.avro.TallyRow.class);
    private int generation;
    private final int partition;
    private final long every;
    private final java.util.function.LongSupplier wallClock;
    private long publishedArrived = -1;
    private long publishedJudged = -1;

    /** @param every pieces of evidence after which a batch is due */
    TallyPublisher(
            TallyBook tally,
            SampleBook samples,
            SuspicionBook suspicions,
            Ledger ledger,
            Outputs outputs,
            FilterPlan plan,
            int partition) {
        this.tally = tally;
        this.samples = samples;
        this.suspicions = suspicions;
        this.ledger = ledger;
        this.outputs = outputs;
        this.generation = PartitionGeneration.of(ledger, plan);
        this.partition = partition;
        this.wallClock = plan.wallClock();
        long records = plan.spec().learning().snapshotEvery().records();
        int partitions = plan.spec().topics().partitions();
        this.every = Math.max(1, (records + partitions - 1) / partitions);
    }

    /** Goes on in another generation; what was published in the one before is deleted, since nobody will ask for it. */
    void open(int next) {
        long now = wallClock.getAsLong();
        for (TallyKey gone : tally.open(next)) {
            outputs.send(Outputs.TALLIES, ControlKeys.tally(generation, partition, gone), null, now);
        }
        for (String gone : samples.open(next)) {
            outputs.send(Outputs.TALLIES, gone, null, now);
        }
        suspicions.open(next).stream()
                .forEach(block ->
                        outputs.send(Outputs.TALLIES, ControlKeys.suspicions(generation, partition, block), null, now));
        outputs.send(Outputs.TALLIES, ControlKeys.tallyEnd(generation, partition), null, now);
        generation = next;
        publishedArrived = -1;
        publishedJudged = -1;
    }

    /** Publishes when this partition's share of a snapshot's rows has come. */
    void publishWhenDue() {
        if (ledger.arrived - Math.max(0, publishedArrived) >= every) {
            publish();
        }
    }

    /** Publishes whatever is not published yet. */
    void publish() {
        if (ledger.arrived == publishedArrived && ledger.judged == publishedJudged) {
            return;
        }
        // Stamped now: the topic is compacted, and event time means nothing to a row that is rewritten all the time.
        long now = wallClock.getAsLong();
        for (Map.Entry<TallyKey, TallyRow> change : tally.takeChanges().entrySet()) {
            TallyKey key = change.getKey();
            byte[] row = change.getValue() == null
                    ? null
                    : codec.encode(TallyRecords.toAvro(generation, partition, key, change.getValue()));
            outputs.send(Outputs.TALLIES, ControlKeys.tally(generation, partition, key), row, now);
        }
        samples.takeChanges().forEach((key, row) -> outputs.send(Outputs.TALLIES, key, row, now));
        suspicions
                .takeChanges(partition)
                .forEach((block, row) -> outputs.send(
                        Outputs.TALLIES, ControlKeys.suspicions(generation, partition, block), codec.encode(row), now));
        outputs.send(
                Outputs.TALLIES,
                ControlKeys.tallyEnd(generation, partition),
                codec.encode(TallyRecords.end(generation, partition, ledger.arrived, ledger.judged)),
                now);
        publishedArrived = ledger.arrived;
        publishedJudged = ledger.judged;
    }
}
