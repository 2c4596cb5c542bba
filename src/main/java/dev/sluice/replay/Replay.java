package dev.sluice.replay;

import dev.sluice.avro.Registry;
import dev.sluice.judge.Recollection.Need;
import dev.sluice.noise.Snapshot;
import dev.sluice.noise.SnapshotVersion;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader.Slice;
import dev.sluice.stream.ReplayProducer;
import dev.sluice.stream.ReplayTopics;
import dev.sluice.stream.SnapshotHistory;
import dev.sluice.stream.SnapshotShelf;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * Judges a range again, into topics of its own.
 *
 * <p>What is kept: the rows of the range are those that were decided, read from the clean and the quarantine topic up to the
 * ends of the start; nothing is paired again. Each is judged from the very logits that its decision names, by the same judge.
 * So with the recorded policy and the recorded snapshots every bit comes out again, and that is checked, not copied.
 *
 * <p>Exactly once: rows and the offsets that they came from are in one transaction. Every pass over the rows sees them in
 * one order ({@link OrderedRows}), and everything that is learnt or judged follows from the rows. So a run after a kill does the
 * same again from the start, passes over what is committed, and its report is that of the whole. A second process that
 * replays into the same topics shuts the first out; neither writes a row twice.
 *
 * <p>Nothing is written before a look at every row has found that all can be judged. At the end the topics are read back and their
 * digest compared with that of what was judged.
 *
 * <p>Rejected: Kafka Streams, which does not end by itself, and whose processors cannot fetch logits by offset in batches;
 * several threads, since order is worth more here than the second core, which the broker needs anyway.
 */
public final class Replay implements AutoCloseable {

    private static final int REPORT_EVERY = 1_000;

    private final ReplayInputs inputs;
    private final ReplayOrder order;
    private final ReplayTopics topics;
    private final ReplayStart start;
    private final ReplayPlan plan;
    private final ReplayJudge judge;
    private long rows;
    private long released;
    private String snapshot = "";

    /**
     * Finds out whether it can be done; writes nothing.
     *
     * @throws RangeException when the range cannot be read
     * @throws ReplayException when it cannot be judged, or the topics hold something else
     */
    public Replay(Connection connection, Registry registry, PipelineSpec spec, ReplayOrder order) {
        this.inputs = new ReplayInputs(connection, registry, spec);
        this.order = order;
        this.topics = ReplayTopics.of(spec, order.suffix());
        this.start = new ReplayStart(inputs, order, topics);
        this.plan = start.plan();
        this.judge = judge();
    }

    private ReplayJudge judge() {
        if (order.thresholds() instanceof Thresholds.AsRecorded) {
            return new AsRecordedJudge(inputs, order.recorded(), order.policy());
        }
        if (order.thresholds() instanceof Thresholds.TwoPass) {
            return new TwoPassJudge(inputs, order.policy());
        }
        if (order.thresholds() instanceof Thresholds.Rolling) {
            return new RollingJudge(inputs, RehearsalSetup.ofReplay(inputs.spec(), order.policy()));
        }
        SnapshotVersion version = SnapshotVersion.parse(plan.snapshot());
        try (SnapshotShelf shelf = new SnapshotShelf(inputs.connection(), inputs.spec())) {
            Snapshot frozen = shelf.fetch(version)
                    .flatMap(SnapshotHistory.Kept::snapshot)
                    .orElseThrow(() -> new ReplayException("snapshot " + version + " is not in topic "
                            + inputs.spec().snapshotsTopic()
                            + " any more: `sluice snapshots list` prints those that are"));
            snapshot = frozen.version() + " " + frozen.hash();
            return new FrozenJudge(inputs, frozen, order.policy());
        }
    }

    /** What will be done. */
    public ReplayPlan plan() {
        return plan;
    }

    /** Where it is written. */
    public ReplayTopics topics() {
        return topics;
    }

    /** Rows that were passed over since they are releases from quarantine. */
    public long released() {
        return released;
    }

    /**
     * Does it.
     *
     * @throws ReplayException when a row cannot be judged; then nothing was written
     * @throws RangeException when no row is in the range
     */
    public ReplayReport run(ReplayPasses passes) {
        for (int look = 0; look < judge.looks(); look++) {
            rows = 0;
            pass(judge.looks() == 1 ? "look" : "learn " + (look + 1), passes, row -> {
                rows++;
                judge.look(row);
            });
            if (rows == 0) {
                throw new RangeException(inputs.spec().cleanTopic() + " and "
                        + inputs.spec().quarantineTopic()
                        + ": no decision is in the range: choose another one, times are event times of the samples");
            }
            judge.looked();
        }
        topics.create(inputs.connection(), inputs.spec());
        String id = inputs.spec().name() + "-replay-" + order.suffix();
        try (ReplayProducer producer = new ReplayProducer(inputs.connection(), id, "replay into " + order.suffix())) {
            keepPlan(producer);
            return write(new ReplayOutput(inputs, topics, producer, Cut.of(inputs.connection(), id)), passes);
        }
    }

    // Only who holds the producer's id may look whether somebody else began: from now on nobody else can.
    private void keepPlan(ReplayProducer producer) {
        PlanTopic topic = new PlanTopic(inputs.connection(), topics.plan());
        Optional<ReplayPlan> begun = topic.read();
        if (begun.isEmpty()) {
            producer.send(topic.record(plan));
            producer.commit();
        } else if (!begun.get().equals(plan)) {
            start.refuseAnother(begun.get());
            throw new ReplayException("replay into " + order.suffix()
                    + ": another process began it meanwhile: run the same command again to go on with it");
        }
    }

    private ReplayReport write(ReplayOutput output, ReplayPasses passes) {
        WhatIfTally tally = new WhatIfTally(inputs.spec().classes().size(), order.policy(), order.examples());
        DecisionDigest recorded = new DecisionDigest();
        DecisionDigest replayed = new DecisionDigest();
        ReplayJudge.Listener listener = new ReplayJudge.Listener() {
            private long judged;

            @Override
            public void judged(DecidedRow row, Rejudged verdict, String snapshotHash, String policyHash) {
                dev.sluice.avro.Decision after = verdict.record(snapshotHash, policyHash);
                tally.add(verdict, Need.DETECTOR);
                recorded.add(row.decision());
                replayed.add(after);
                output.write(row, after, verdict.cleanAfter());
                if (++judged % REPORT_EVERY == 0) {
                    passes.at(judged);
                }
            }

            @Override
            public void learnt(Snapshot learnt) {
                snapshot = learnt.version() + " " + learnt.hash();
                output.write(learnt);
            }
        };
        passes.begin("replay", rows);
        read(row -> judge.judge(row, listener), offset -> {});
        judge.finish(listener);
        passes.at(rows);
        output.finish();
        refuseOther(replayed);
        return new ReplayReport(
                topics, tally.report(), recorded, replayed, output.written(), output.before(), snapshot);
    }

    private interface EachRow {
        void accept(DecidedRow row);
    }

    private void pass(String name, ReplayPasses passes, EachRow each) {
        passes.begin(
                name, plan.slices().values().stream().mapToLong(Slice::length).sum());
        read(each, passes::at);
    }

    private void read(EachRow each, LongConsumer progress) {
        try (OrderedRows ordered =
                new OrderedRows(inputs.connection(), inputs.registry(), plan.slices(), plan.range())) {
            long count = 0;
            for (DecidedRow row = ordered.next(); row != null; row = ordered.next()) {
                each.accept(row);
                if (++count % REPORT_EVERY == 0) {
                    progress.accept(ordered.taken());
                }
            }
            progress.accept(ordered.taken());
            released = ordered.released();
        } catch (OffsetOutOfRangeException gone) {
            throw new RangeException(
                    gone.offsetOutOfRangePartitions().keySet()
                            + ": rows of the range were deleted by retention while they were read: choose a later start",
                    gone);
        }
    }

    private void refuseOther(DecisionDigest judged) {
        DecisionDigest written = new DecisionDigest();
        try (DecidedRows back = new DecidedRows(
                inputs.connection(),
                inputs.registry(),
                inputs.spec(),
                List.of(topics.clean(), topics.quarantine()),
                Range.ALL)) {
            back.forEach(written::add, offset -> {});
        }
        if (!written.total().toString().equals(judged.total().toString())) {
            throw new ReplayException(topics.clean() + " and " + topics.quarantine() + " hold " + written.total()
                    + ", judged were " + judged.total()
                    + ": somebody else writes there, or rows were deleted; do not train on it");
        }
    }

    @Override
    public void close() {
        judge.close();
    }
}
