package dev.sluice.stream;

import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordBody;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Sample;
import dev.sluice.spec.ScorerSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsException;

/**
 * Has the samples scored that carry features and came without logits of the scorer's model.
 *
 * <p>What is kept: the ids under way ({@link ScoringBook}), and in memory the queue of those to be scored and the batches
 * that are being scored. Features are read from the sample where it waits anyway.
 *
 * <ol>
 *   <li>Scores go to the logits topic, in the transaction of everything else, and come back from there like anybody's
 *       logits: they are counted, paired, recorded and replayed by the same code, and a replay needs no model.
 *   <li>A sample is noted in the transaction that takes it, and noted as written in the one that writes its logits. So a
 *       crash loses none, and has none scored twice as far as a reader of committed records can see.
 *   <li>The model runs in threads of its own. A stream thread hands a batch over and takes the answer at a later record or
 *       beat, so however slow the model is, the consumer polls and transactions end. A batch that takes longer than
 *       {@code scorer.timeout} stops the instance.
 *   <li>Event time stands still at the oldest sample under way. A tick may have been written behind the samples long before
 *       their scores come; without this it would make all of them expire.
 *   <li>Answers are taken in the order in which their batches were handed over.
 * </ol>
 *
 * <p>Rejected: scoring on the stream thread. A bound on the time of a batch does not bound the time between two polls, in
 * which Kafka Streams may work off a thousand buffered records a partition. Rejected: joining scores in memory, without the
 * topic. It saves the way through the broker, and the decision could name no logits by which it can be reproduced.
 */
final class Scoring {

    private static final int MOST_IN_FLIGHT = 16;

    /** A batch that is being scored. */
    private record Flight(List<String> ids, long since, CompletableFuture<float[][]> answer) {}

    private final Scorer scorer;
    private final ScorerSpec spec;
    private final int classes;
    private final ScoringBook book;
    private final Entries entries;
    private final EventClock clock;
    private final Ledger ledger;
    private final Outputs outputs;
    private final LongSupplier wallClock;
    private final RecordBody<Sample> bodies = new RecordBody<>(Sample.class);
    private final RecordEncoder<Logits> encoder;
    private final ArrayDeque<String> queue = new ArrayDeque<>();
    private final ArrayDeque<Flight> flights = new ArrayDeque<>();

    Scoring(FilterPlan plan, ScoringBook book, Entries entries, EventClock clock, Ledger ledger, Outputs outputs) {
        this.scorer = plan.scorer();
        this.spec = plan.spec().scorer().orElseThrow();
        this.classes = plan.spec().classes().size();
        this.book = book;
        this.entries = entries;
        this.clock = clock;
        this.ledger = ledger;
        this.outputs = outputs;
        this.wallClock = plan.wallClock();
        this.encoder = new RecordEncoder<>(plan.schemas().logits(), Logits.getClassSchema());
    }

    /** Takes up where the last commit left off. */
    void restore() {
        queue.addAll(book.restore());
        // While the file had no scorer, samples may have found their logits or their end without us.
        book.ids().stream().filter(id -> !waitsFor(entries.get(id))).forEach(book::remove);
        holdClock();
    }

    /** A sample with features has come and is kept. */
    void want(String id, PendingSample sample) {
        if (!book.contains(id) && waitsFor(entries.get(id))) {
            book.put(id, ScoringBook.Stage.WANTED, sample.time());
            queue.add(id);
            holdClock();
        }
    }

    /** Logits have come, ours or another's: of the scorer's model they are what the sample waited for. */
    void came(String id, PendingLogits row) {
        if (row.model().id().equals(spec.id()) && book.contains(id)) {
            book.remove(id);
            holdClock();
        }
    }

    /** How many samples wait to be scored. */
    int waiting() {
        return queue.size();
    }

    /** Between two records: whole batches only. */
    void step() {
        land();
        takeOff(spec.batch());
    }

    /** Now and then: what there is. */
    void beat() {
        land();
        takeOff(1);
        Flight first = flights.peek();
        long millis = spec.timeout().toMillis();
        if (first != null && wallClock.getAsLong() - first.since() > millis) {
            throw new StreamsException("the scorer's model " + spec.model() + " has not answered for " + millis
                    + " ms about a batch of " + first.ids().size()
                    + ": give it a smaller scorer.batch or a longer scorer.timeout, or take a faster model");
        }
    }

    private boolean waitsFor(Entry entry) {
        return entry.sampleWaits()
                && entry.waiting().stream().noneMatch(row -> row.model().id().equals(spec.id()));
    }

    private void takeOff(int least) {
        while (queue.size() >= least && flights.size() < MOST_IN_FLIGHT) {
            List<String> ids = new ArrayList<>();
            List<float[]> rows = new ArrayList<>();
            while (ids.size() < spec.batch() && !queue.isEmpty()) {
                String id = queue.poll();
                Entry entry = entries.get(id);
                if (!book.wants(id)) {
                    continue;
                }
                if (!waitsFor(entry)) {
                    book.remove(id);
                    holdClock();
                    continue;
                }
                ids.add(id);
                rows.add(PrimitiveLists.floats(
                        bodies.decode(entry.sample().body()).getFeatures()));
            }
            if (ids.isEmpty()) {
                return;
            }
            flights.add(new Flight(ids, wallClock.getAsLong(), scorer.score(rows.toArray(float[][]::new))));
        }
    }

    private void land() {
        while (!flights.isEmpty() && flights.peek().answer().isDone()) {
            Flight flight = flights.poll();
            float[][] scores = answer(flight);
            for (int i = 0; i < scores.length; i++) {
                write(flight.ids().get(i), scores[i]);
            }
        }
    }

    private float[][] answer(Flight flight) {
        try {
            float[][] scores = flight.answer().join();
            if (scores.length != flight.ids().size()) {
                throw stop(
                        flight.ids().get(0),
                        "it gives " + scores.length + " rows for "
                                + flight.ids().size() + " samples");
            }
            return scores;
        } catch (CompletionException | CancellationException failed) {
            Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
            int row = cause instanceof ScoringException named ? named.row() : 0;
            throw stop(flight.ids().get(row), cause.getMessage());
        }
    }

    private void write(String id, float[] scores) {
        if (scores.length != classes) {
            throw stop(id, "it gives " + scores.length + " scores, and the pipeline has " + classes + " classes");
        }
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw stop(id, "it gives " + score + ", and a finite number is expected");
            }
        }
        Entry entry = entries.get(id);
        // Somebody else's logits may have come meanwhile.
        if (!book.wants(id)) {
            return;
        }
        if (!waitsFor(entry)) {
            book.remove(id);
            holdClock();
            return;
        }
        Logits row = new Logits();
        row.setSampleId(id);
        row.setModelId(spec.id());
        row.setModelVersion(spec.version());
        row.setLogits(PrimitiveLists.list(scores));
        row.setOutOfSample(spec.outOfSample());
        row.setPresentation(0);
        outputs.scores(id, encoder.encode(row), entry.sample().time(), spec.sha256());
        ledger.scored++;
        book.put(id, ScoringBook.Stage.WRITTEN, entry.sample().time());
    }

    private StreamsException stop(String id, String why) {
        return new StreamsException("the scorer's model " + spec.model() + " failed on sample '" + id + "': " + why
                + "; put another model in scorer.model, or take the section scorer out, and start again");
    }

    private void holdClock() {
        clock.holdForScores(book.oldest());
    }
}
