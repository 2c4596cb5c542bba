package dev.sluice.stream;

import dev.sluice.noise.Coverage;
import dev.sluice.noise.ModelKey;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotLearner;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.noise.TallyKey;
import dev.sluice.noise.TallyRow;
import dev.sluice.noise.VersionsInForce;
import dev.sluice.noise.WarmStart;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the partitions' tallies, freezes snapshots, and keeps the policies.
 *
 * <p>A snapshot is due after {@code snapshotEvery.records} new pieces of evidence, or after {@code snapshotEvery.time} of
 * wall-clock time when anything is new. When it is taken decides only how fresh the judge's knowledge is; what is in it is
 * a function of the rows that its coverage names.
 */
final class LearnerProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String SNAPSHOTS = "to-snapshots";
    static final String POLICIES = "to-policies";

    private static final Logger LOG = LoggerFactory.getLogger(LearnerProcessor.class);
    private static final byte[] GENERATION = "generation".getBytes(StandardCharsets.UTF_8);
    private static final byte[] STATE = "state".getBytes(StandardCharsets.UTF_8);
    private static final Duration BEAT = Duration.ofMillis(50);

    private final LearnerPlan plan;
    private final PipelineSpec spec;
    private final SnapshotMessages messages = new SnapshotMessages();
    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<byte[], byte[]> store;
    private LearnerBook book;
    private OpeningBook openings;
    private LearnerState state;
    private PosteriorBook posteriors;
    private int generation;
    private PolicyBook policies;
    private long frozenAt;

    LearnerProcessor(LearnerPlan plan) {
        this.plan = plan;
        this.spec = plan.spec();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        store = context.getStateStore(Stores.LEARNER);
        generation = keptGeneration();
        byte[] kept = store.get(STATE);
        book = new LearnerBook(
                store,
                generation,
                spec.classes().size(),
                spec.learning().window().toWindow(spec.topics().partitions()));
        book.restore();
        posteriors = new PosteriorBook(store, book);
        posteriors.restore();
        openings = new OpeningBook(store);
        openings.restore(generation);
        state = kept == null ? LearnerState.initial() : LearnerState.decode(kept);
        policies = new PolicyBook(plan, context, store);
        frozenAt = context.currentSystemTimeMs();
        context.schedule(BEAT, PunctuationType.WALL_CLOCK_TIME, this::beat);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        startOnce();
        String key = new String(record.key(), StandardCharsets.UTF_8);
        if (Generation.opens(key)) {
            if (Generation.opened(key) >= generation) {
                hear(openings.take(key, record.value()));
            }
            return;
        }
        if (ControlKeys.requests(key)) {
            boolean otherWarmUp = policies.take(record.value());
            if (otherWarmUp && !book.coverage().isEmpty()) {
                // Which version of a model serves may change by it, even if nothing new comes any more.
                freeze();
            }
            return;
        }
        boolean complete = book.take(key, record.value());
        if (complete && newRows() >= spec.learning().snapshotEvery().records()) {
            freeze();
        }
    }

    private void beat(long now) {
        startOnce();
        boolean waitedLongEnough =
                now - frozenAt >= spec.learning().snapshotEvery().time().toMillis();
        if (waitedLongEnough && somethingIsNew()) {
            freeze();
        }
    }

    /** The generation of the store; a store that does not name it is new, or of the first one. */
    private int keptGeneration() {
        byte[] kept = store.get(GENERATION);
        if (kept == null) {
            return 1;
        }
        String[] named = new String(kept, StandardCharsets.UTF_8).split(" ", 2);
        int number = Integer.parseInt(named[0]);
        if (number >= plan.generation() && !named[1].equals(spec.classes().hash())) {
            throw new GenerationException(Generation.otherClasses(number, named[1], spec));
        }
        return number;
    }

    // At the first beat: a processor cannot send anything before.
    private void startOnce() {
        policies.seedOnce();
        if (generation < plan.generation()) {
            open(plan.generation());
        }
    }

    /** Somebody has opened a generation; no row of it comes before. */
    private void hear(Snapshot opening) {
        if (opening == null) {
            return;
        }
        int number = opening.version().generation();
        if (!opening.classListHash().equals(spec.classes().hash())) {
            // Thrown, so that whoever takes over reads it again.
            throw new GenerationException(Generation.otherClasses(number, opening.classListHash(), spec));
        }
        if (number > generation) {
            open(number);
        } else {
            // A learner that started in this generation hears only now what it was opened with.
            openings.open(number);
        }
    }

    private void open(int next) {
        LOG.info("generation {} opens: everything is learnt anew", next);
        generation = next;
        book.open(next);
        posteriors.open();
        openings.open(next);
        state = new LearnerState(Generation.OPENING, 0, 0, List.of(), List.of());
        store.put(STATE, state.encode());
        store.put(GENERATION, (next + " " + spec.classes().hash()).getBytes(StandardCharsets.UTF_8));
    }

    private long newRows() {
        return book.coverage().stream().mapToLong(Coverage::arrived).sum() - state.arrived();
    }

    private boolean somethingIsNew() {
        long judged = book.coverage().stream().mapToLong(Coverage::judged).sum();
        return newRows() != 0 || judged != state.judged();
    }

    private void freeze() {
        Map<TallyKey, TallyRow> rows = book.merged();
        Map<ModelKey, Long> samples = new TreeMap<>();
        rows.forEach((key, row) -> samples.merge(key.model(), row.count(), Long::sum));
        LearnerState next = state;
        for (ModelKey model : samples.keySet()) {
            next = next.saw(model);
        }
        List<ModelKey> inForce = VersionsInForce.choose(
                next.seen(), model -> samples.getOrDefault(model, 0L), policies.warmUpSamples(), state.inForce());
        List<Coverage> coverage = book.coverage();
        state = new LearnerState(
                nextSequence(),
                coverage.stream().mapToLong(Coverage::arrived).sum(),
                coverage.stream().mapToLong(Coverage::judged).sum(),
                next.seen(),
                inForce);
        Snapshot own = SnapshotLearner.freeze(
                new SnapshotVersion(generation, state.sequence()),
                spec.classes().size(),
                spec.classes().hash(),
                coverage,
                rows,
                posteriors.refresh(rows, inForce, policies.warmUpSamples()),
                inForce);
        Snapshot snapshot = WarmStart.serve(own, openings.inForce(), policies.warmUpSamples())
                .withRescaler(posteriors.rescaler())
                .withRates(book.recentRates());
        store.put(STATE, state.encode());
        frozenAt = context.currentSystemTimeMs();
        for (SnapshotMessages.Message message : messages.of(snapshot)) {
            byte[] key = message.key().getBytes(StandardCharsets.UTF_8);
            context.forward(new Record<>(key, message.value(), frozenAt), SNAPSHOTS);
        }
    }

    // Versions never go back, even when this store was lost while the topic was kept.
    private long nextSequence() {
        SnapshotVersion published = plan.newestSnapshot();
        long floor = published != null && published.generation() == generation ? published.sequence() : 0;
        return Math.max(state.sequence(), floor) + 1;
    }
}
