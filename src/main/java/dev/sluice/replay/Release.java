package dev.sluice.replay;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Origin;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.Recollection;
import dev.sluice.judge.Recollection.Need;
import dev.sluice.judge.Sample;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import dev.sluice.stream.ReplayProducer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges again what sits in quarantine, and forwards to the clean topic what another policy lets pass.
 *
 * <p>Each row is judged by the snapshot that judged it, so that nothing but the policy differs, from its record where that says
 * enough, else from its logits. A released row is the sample as it came with the new decision, origin RELEASE, and in headers
 * where it stood in quarantine and when it was released. The row in quarantine stays where it is.
 *
 * <p>At most once, however often and under whatever policies it is run: what was released is read from the clean topic itself,
 * after this run has taken over the transactional id. So a killed run's open transaction is ended before, a second run that is still
 * alive cannot commit any more, and all that earlier runs committed is seen. Rejected: committed offsets of a group, which
 * would say how far a run has come, but runs differ in class, reason and policy.
 */
public final class Release implements AutoCloseable {

    /** Header of a released row: when, milliseconds since the epoch. */
    public static final String TIME = "sluice.released.time";

    /** Header of a released row: the policy as it was named. */
    public static final String POLICY = "sluice.released.policy";

    /** Header of a released row: topic, partition and offset where it sits in quarantine, with colons between. */
    public static final String FROM = "sluice.released.from";

    private static final int REPORT_EVERY = 100;

    private final ReplayInputs inputs;
    private final ReleaseOrder order;
    private final LongSupplier clock;
    private final Map<TopicPartition, Slice> slices;
    private final RecordedJudges judges;
    private final SortedMap<Integer, Long> released = new TreeMap<>();
    private final SortedMap<String, Long> byReason = new TreeMap<>();
    private final RecordedEvidence<DecidedRow> evidence;
    private Consumer<ProducerRecord<byte[], byte[]>> sink = row -> {};
    private RecordEncoder<CleanSample> encoder;
    private long quarantined;
    private long before;
    private long asked;
    private long stays;
    private long foreign;
    private long fromEvidence;

    /**
     * @param clock milliseconds since the epoch, for the time of release
     * @throws RangeException when there is nothing in quarantine
     */
    public Release(
            Connection connection, Registry registry, PipelineSpec spec, ReleaseOrder order, LongSupplier clock) {
        this.inputs = new ReplayInputs(connection, registry, spec);
        this.order = order;
        this.clock = clock;
        try (BoundedReader reader = new BoundedReader(connection)) {
            slices = new RangeBounds(reader, Range.ALL)
                    .slices(List.of(spec.quarantineTopic()), spec.topics().samples());
        }
        judges = new RecordedJudges(connection, spec, order.recorded(), order.policy());
        evidence = inputs.evidence(this::fromEvidence);
    }

    /** How many offsets will be read, each twice. */
    public long offsets() {
        return 2 * slices.values().stream().mapToLong(Slice::length).sum();
    }

    /**
     * Does it, or says what would be done.
     *
     * @throws ReplayException when a row cannot be judged; then nothing was written
     */
    public ReleaseReport run(LongConsumer progress) {
        if (!order.execute()) {
            ReleasedUnits done = ReleasedUnits.read(inputs);
            look(done, progress);
            return judge(done, progress);
        }
        String id = inputs.spec().name() + "-release";
        try (ReplayProducer producer = new ReplayProducer(inputs.connection(), id, "release")) {
            ReleasedUnits done = ReleasedUnits.read(inputs);
            look(done, progress);
            encoder = RecordEncoder.forTopic(inputs.registry(), inputs.spec().cleanTopic(), CleanSample.class);
            sink = producer::sendRow;
            ReleaseReport report = judge(done, progress);
            producer.commit();
            return report;
        } catch (RegistryUnavailableException | SchemaRefusedException refused) {
            throw new ReplayException(refused.getMessage(), refused);
        }
    }

    private void look(ReleasedUnits done, LongConsumer progress) {
        each(0, progress, row -> {
            if (wanted(row, done) && need(row) != Need.NOTHING) {
                evidence.there(row);
            }
        });
        evidence.refuseGaps();
    }

    private ReleaseReport judge(ReleasedUnits done, LongConsumer progress) {
        each(offsets() / 2, progress, row -> {
            quarantined++;
            if (done.contains(UnitOfAccount.of(row.decision()))) {
                before++;
            }
            if (!wanted(row, done)) {
                foreign += ofOtherClasses(row) ? 1 : 0;
                return;
            }
            asked++;
            if (need(row) == Need.NOTHING) {
                Recollection recollection = judges.of(row.decision());
                judged(row, recollection.judge(Rejudged.remembered(row.decision())));
            } else {
                fromEvidence++;
                evidence.add(row);
            }
        });
        evidence.finish();
        return new ReleaseReport(quarantined, before, asked, stays, foreign, released, byReason, fromEvidence);
    }

    private boolean wanted(DecidedRow row, ReleasedUnits done) {
        boolean ofClass = order.given().isEmpty()
                || order.given().getAsInt() == row.decision().getGivenLabel();
        boolean forReason =
                order.reason() == null || row.decision().getReasons().contains(order.reason());
        return !ofOtherClasses(row) && ofClass && forReason && !done.contains(UnitOfAccount.of(row.decision()));
    }

    // Their labels mean something else now: no policy of today can judge them.
    private boolean ofOtherClasses(DecidedRow row) {
        return !row.decision().getClassListHash().equals(inputs.spec().classes().hash());
    }

    private Need need(DecidedRow row) {
        return judges.of(row.decision()).need(Rejudged.models(row.decision()));
    }

    private void fromEvidence(DecidedRow row, Evidence seen) {
        Sample sample = new Sample(row.decision().getSampleId(), row.decision().getGivenLabel());
        judged(row, judges.of(row.decision()).judge().judge(sample, seen));
    }

    private void judged(DecidedRow row, dev.sluice.judge.Decision verdict) {
        Rejudged again = new Rejudged(row.decision(), verdict);
        if (!again.cleanAfter()) {
            stays++;
            return;
        }
        released.merge(row.decision().getGivenLabel(), 1L, Long::sum);
        byReason.merge(again.reasonsBefore(), 1L, Long::sum);
        if (order.execute()) {
            sink.accept(record(row, again));
        }
    }

    private ProducerRecord<byte[], byte[]> record(DecidedRow row, Rejudged again) {
        CleanSample clean = new CleanSample();
        clean.setSample(row.sample());
        clean.setLabel(row.decision().getGivenLabel());
        clean.setWeight(again.after().weight());
        clean.setOrigin(Origin.RELEASE);
        clean.setDecision(
                again.record(row.decision().getSnapshotHash(), order.policy().hash()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                inputs.spec().cleanTopic(),
                row.record().partition(),
                row.record().timestamp(),
                row.record().key(),
                encoder.encode(clean));
        header(record, TIME, Long.toString(clock.getAsLong()));
        header(record, POLICY, order.policyName());
        header(
                record,
                FROM,
                row.record().topic() + ":" + row.record().partition() + ":"
                        + row.record().offset());
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private void each(long base, LongConsumer progress, Consumer<DecidedRow> each) {
        try (OrderedRows rows = new OrderedRows(inputs.connection(), inputs.registry(), slices, Range.ALL)) {
            long count = 0;
            for (DecidedRow row = rows.next(); row != null; row = rows.next()) {
                each.accept(row);
                if (++count % REPORT_EVERY == 0) {
                    progress.accept(base + count);
                }
            }
        }
    }

    @Override
    public void close() {
        judges.close();
        evidence.close();
    }
}
