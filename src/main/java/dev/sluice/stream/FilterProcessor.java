package dev.sluice.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The filter of one partition: takes every record of both inputs to its one fate, in one transaction.
 *
 * <p>It only directs; each step is a class of its own that knows nothing of Kafka's processor. One processor rather than a
 * chain of them, since the steps share one ledger, and the ledger must be right at the end of every record.
 *
 * <p>A record that is itself at fault becomes a letter. A record that could not be understood because of somebody else's
 * outage is parked. The two are told apart by the type of the exception ({@link Intake}).
 */
final class FilterProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    /** How often, in wall-clock time, waiting work is looked at: adopted snapshots, unpublished tallies, parked records. */
    static final Duration BEAT = Duration.ofMillis(50);

    private final FilterPlan plan;
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<byte[], byte[]> ledgerStore;
    private byte[] keptLedger;
    private Ledger ledger;
    private EventClock clock;
    private Entries entries;
    private Outputs outputs;
    private Intake intake;
    private Judging judging;
    private Pairing pairing;
    private PartitionGeneration generation;
    private TallyPublisher publisher;
    /** Null where no model scores samples. */
    private Scoring scoring;

    private long brakeAbove;

    FilterProcessor(FilterPlan plan) {
        this.plan = plan;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        int partition = context.taskId().partition();
        ledgerStore = context.getStateStore(Stores.LEDGER);
        keptLedger = ledgerStore.get(Stores.LEDGER_KEY);
        ledger = keptLedger == null ? new Ledger() : LedgerCodec.decode(keptLedger);
        ledger.generation = PartitionGeneration.of(ledger, plan);
        clock = plan.repartitions() ? new EventClock(ledger, sources()) : new EventClock(ledger);
        outputs = new Outputs(context, ledger, plan);
        Parking parking = new Parking(context.getStateStore(Stores.PARKED), ledger, clock, plan.wallClock());
        parking.restore();
        intake = new Intake(plan, parking, outputs, this::accept);
        TallyBook tally = new TallyBook(context.getStateStore(Stores.TALLY), ledger.generation, plan.window());
        tally.restore();
        SampleBook samples = new SampleBook(
                context.getStateStore(Stores.SAMPLE),
                ledger.generation,
                partition,
                plan.spec().classes().size(),
                plan.window());
        samples.restore();
        SuspicionBook suspicions = new SuspicionBook(
                context.getStateStore(Stores.TALLY),
                ledger.generation,
                plan.spec().classes().size());
        suspicions.restore();
        publisher = new TallyPublisher(tally, samples, suspicions, ledger, outputs, plan, partition);
        entries = new Entries(context.getStateStore(Stores.ENTRIES), clock, plan.waitMillis(), plan.rememberMillis());
        Showings showings = new Showings(plan.spec());
        DecisionWriter writer = new DecisionWriter(outputs, plan, partition);
        judging = new Judging(
                plan,
                partition,
                entries,
                clock,
                ledger,
                tally,
                samples,
                suspicions,
                publisher,
                showings,
                writer,
                new DecisionBook(ledgerStore));
        judging.restore(entries.restore());
        Leftovers leftovers = new Leftovers(outputs, ledger, plan);
        pairing = new Pairing(entries, clock, ledger, leftovers, judging, showings, plan);
        scoring = null;
        if (plan.spec().scorer().isPresent()) {
            ScoringBook book = new ScoringBook(context.getStateStore(Stores.SCORING));
            scoring = new Scoring(plan, book, entries, clock, ledger, outputs);
            scoring.restore();
        }
        generation = new PartitionGeneration(
                plan, ledger, publisher, judging, new OutdatedEntries(entries, leftovers, plan));
        brakeAbove = Math.max(20_000, 10 * plan.spec().learning().maxAhead());
        context.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, now -> beat());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        generation.follow();
        RecordMetadata place = context.recordMetadata().orElseThrow();
        Arrival arrival = Arrival.of(record, place, plan);
        Side side = arrival.origin().side();
        if (arrival.tick().isPresent()) {
            clock.advance(side, arrival.origin().partition(), arrival.tick().getAsLong());
            pairing.expire();
            judging.drain();
            publisher.publish();
        } else {
            ledger.came(side);
            intake.take(new RawInput(arrival.origin(), arrival.key(), record.value(), arrival.headers()));
            if (scoring != null) {
                scoring.step();
            }
            pairing.expire();
            judging.drain();
        }
        keepLedger();
        brake();
    }

    private void accept(RawInput raw, Input input) {
        pairing.accept(input);
        if (scoring != null) {
            if (input instanceof Input.OfSample sample && sample.features()) {
                scoring.want(sample.id(), sample.sample());
            } else if (input instanceof Input.OfLogits logits) {
                scoring.came(logits.id(), logits.logits());
            }
        }
        // Only now: a partner that comes just in time must find what it came for.
        Origin origin = raw.origin();
        clock.advance(origin.side(), origin.partition(), origin.time());
    }

    private void beat() {
        generation.follow();
        intake.beat();
        if (scoring != null) {
            scoring.beat();
        }
        pairing.expire();
        judging.drain();
        publisher.publish();
        keepLedger();
        plan.guards().waitsSince(context.taskId().partition(), entries.oldestWaiting());
    }

    private SourceClocks sources() {
        SourceClocks sources = new SourceClocks(
                context.getStateStore(Stores.CLOCKS),
                plan.sources().samples(),
                plan.sources().logits());
        sources.restore();
        return sources;
    }

    // Only when it changed: a write opens a transaction, and an idle pipeline must be idle.
    private void keepLedger() {
        byte[] now = LedgerCodec.encode(ledger);
        if (!Arrays.equals(now, keptLedger)) {
            ledgerStore.put(Stores.LEDGER_KEY, now);
            keptLedger = now;
        }
    }

    // When learning stands still, evidence piles up in the store. Slowing down, more the more there is, bounds it
    // without
    // stopping the commits and beats that learning needs to catch up.
    private void brake() {
        int waiting = judging.waiting() + (scoring == null ? 0 : scoring.waiting());
        if (waiting > brakeAbove) {
            long excess = waiting - brakeAbove;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + Math.min(99, 100 * excess / brakeAbove)));
        }
    }
}
