package dev.sluice.replay;

import dev.sluice.avro.Registry;
import dev.sluice.avro.Side;
import dev.sluice.replay.VerificationReport.Named;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.Tick;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Recounts the law of conservation from the topics, by id, without trusting any counter of the pipeline.
 *
 * <p>The pipeline may be running meanwhile. What makes the recount right all the same is its order:
 *
 * <ol>
 *   <li>The cut: the offsets that the filter has committed. Offsets, state and outputs are one transaction, so each input
 *       below the cut either was in a store at that moment or has its outcome.
 *   <li>The stores' changelogs, so that what left a store later has its outcome further on,
 *   <li>the outputs to their end; an outcome wins over a store,
 *   <li>the inputs.
 * </ol>
 *
 * <p>Where inputs are repartitioned, an input below the cut may still stand in the internal topic before the filter. Those topics
 * are read after the cut and before the stores; what stands there counts as unread.
 *
 * <p>A transaction's end reaches its partitions one after the other, within milliseconds. So a loss is believed only when
 * stores and outputs, read on for a few seconds, still do not explain it; and so is a ledger that differs. A doubled outcome
 * never goes away.
 */
public final class Verification {

    private static final int ROUNDS = 10;
    private static final long BETWEEN_ROUNDS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Connection connection;
    private final Registry registry;
    private final PipelineSpec spec;

    public Verification(Connection connection, Registry registry, PipelineSpec spec) {
        this.connection = connection;
        this.registry = registry;
        this.spec = spec;
    }

    /** Recounts. */
    public VerificationReport run() {
        return run(OutcomeListener.NONE);
    }

    /**
     * Recounts, and tells of every outcome that it meets.
     *
     * @throws VerificationException when a topic is missing or holds what is not the pipeline's
     */
    public VerificationReport run(OutcomeListener listener) {
        Cut cut = Cut.of(connection, spec.filterId());
        Fates fates = new Fates();
        try (TopicTail samples = input(spec.topics().samples());
                TopicTail logits = input(spec.topics().logits());
                InTransit transit = new InTransit(connection, spec);
                HeldInputs held = new HeldInputs(connection, spec);
                OutcomeRows outcomes = new OutcomeRows(connection, registry, spec, listener)) {
            Map<Integer, Long> bases = samples.positions();
            boolean whole = open(fates, cut, Side.SAMPLE, bases) & open(fates, cut, Side.LOGITS, logits.positions());
            transit.forEach(cut, fates::inTransit);
            held.addTo(fates);
            outcomes.addTo(fates);
            addInputs(fates, Side.SAMPLE, samples);
            addInputs(fates, Side.LOGITS, logits);
            LedgerCheck ledger = null;
            for (int round = 0; ; round++) {
                Balance balance = fates.balance();
                LedgerCheck before = ledger;
                ledger = ledger(fates, balance, cut, whole, bases);
                if (round == ROUNDS || !fates.anyLost() && !(ledger instanceof LedgerCheck.Differs)) {
                    return report(balance, fates.released(), settled(before, ledger), samples, logits);
                }
                LockSupport.parkNanos(BETWEEN_ROUNDS);
                fates.clearWaiting();
                transit.forEach(cut, fates::inTransit);
                held.addTo(fates);
                outcomes.addTo(fates);
            }
        }
    }

    // Evidence that was held is decided without any new input, so offsets that stand still do not mean rest.
    private static LedgerCheck settled(LedgerCheck before, LedgerCheck now) {
        boolean moves = now instanceof LedgerCheck.Differs && !now.equals(before);
        return moves ? new LedgerCheck.NotCompared("the pipeline is not at rest") : now;
    }

    /** Whether the filter has taken, and committed, everything that the input topics hold at this moment. */
    public boolean allTaken() {
        Cut cut = Cut.of(connection, spec.filterId());
        AtomicBoolean between = new AtomicBoolean();
        try (TopicTail samples = input(spec.topics().samples());
                TopicTail logits = input(spec.topics().logits());
                InTransit transit = new InTransit(connection, spec)) {
            transit.forEach(cut, place -> between.set(true));
            return !between.get() && allTaken(cut, Side.SAMPLE, samples) && allTaken(cut, Side.LOGITS, logits);
        }
    }

    private boolean allTaken(Cut cut, Side side, TopicTail topic) {
        return topic.ends().entrySet().stream().allMatch(end -> cut.of(topic(side), end.getKey()) >= end.getValue());
    }

    private TopicTail input(String topic) {
        TopicTail tail = new TopicTail(connection, topic);
        if (!tail.exists()) {
            tail.close();
            throw new VerificationException(
                    "topic " + topic + " does not exist: create the pipeline's topics with `sluice topics create`");
        }
        return tail;
    }

    /** Whether nothing was deleted from the topic's start. */
    private boolean open(Fates fates, Cut cut, Side side, Map<Integer, Long> bases) {
        bases.forEach((partition, base) -> fates.open(side, partition, base, cut.of(topic(side), partition)));
        return bases.values().stream().allMatch(base -> base == 0);
    }

    private static void addInputs(Fates fates, Side side, TopicTail topic) {
        topic.readOn(record -> {
            Place place = new Place(side, record.partition(), record.offset());
            if (Tick.time(record.headers()).isEmpty()) {
                fates.input(place);
            } else {
                fates.tick(place);
            }
        });
    }

    private LedgerCheck ledger(Fates fates, Balance balance, Cut cut, boolean whole, Map<Integer, Long> partitions) {
        if (!whole) {
            return new LedgerCheck.NotCompared("the oldest inputs were deleted by the topics' retention");
        }
        if (balance.samples().unread() + balance.logits().unread() > 0
                || !Cut.of(connection, spec.filterId()).equals(cut)) {
            return new LedgerCheck.NotCompared("the pipeline is not at rest");
        }
        return spec.topics().repartition()
                ? LedgerComparison.compareTotals(connection, spec, fates, balance)
                : LedgerComparison.compare(connection, spec, fates, new TreeSet<>(partitions.keySet()));
    }

    private VerificationReport report(
            Balance balance, long released, LedgerCheck ledger, TopicTail samples, TopicTail logits) {
        if (balance instanceof Balance.Broken broken) {
            return new VerificationReport(
                    balance,
                    name(broken.lost(), samples, logits),
                    name(broken.doubled(), samples, logits),
                    name(broken.unfounded(), samples, logits),
                    released,
                    ledger);
        }
        return new VerificationReport(balance, List.of(), List.of(), List.of(), released, ledger);
    }

    private List<Named> name(Balance.Faults faults, TopicTail samples, TopicTail logits) {
        List<Named> named = new ArrayList<>();
        for (Place place : faults.first()) {
            byte[] key = (place.side() == Side.SAMPLE ? samples : logits).keyAt(place.partition(), place.offset());
            named.add(new Named(
                    place.side(),
                    topic(place.side()),
                    place.partition(),
                    place.offset(),
                    key == null ? null : new String(key, StandardCharsets.UTF_8)));
        }
        return named;
    }

    private String topic(Side side) {
        return side == Side.SAMPLE ? spec.topics().samples() : spec.topics().logits();
    }
}
