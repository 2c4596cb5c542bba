package dev.sluice.replay;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.judge.Evidence;
import dev.sluice.judge.ModelEvidence;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches the logits that decisions name, by their offsets; nothing is paired again. Id and given label are in the decision
 * itself, so samples with their payloads need not be read.
 *
 * <p>Decisions come in the order of judging, logits stand in the order of arrival, and the two are nearly the same. So
 * decisions are taken in batches, and the stretches of the topic that a batch names are read from end to end: reading over a
 * few rows that nobody asked for is cheaper than asking for each. A batch holds so many rows that its logits stay within
 * {@link #BATCH_BYTES}, whatever K.
 *
 * <p>For one thread.
 *
 * @param <R> a row with a decision
 */
final class RecordedEvidence<R> implements AutoCloseable {

    private static final long BATCH_BYTES = 32L << 20;
    private static final int MOST = 50_000;
    private static final int FEWEST = 100;
    private static final int ROW_BYTES = 400;
    /** Offsets between two stretches that are read apart. */
    private static final long GAP = 5_000;

    private final PipelineSpec spec;
    private final BoundedReader reader;
    private final RecordDecoder<Logits> decoder;
    private final Map<TopicPartition, Long> begins;
    private final Function<R, Decision> decision;
    private final ToLongFunction<R> size;
    private final BiConsumer<R, Evidence> each;
    private final int capacity;
    private final List<R> batch = new ArrayList<>();
    private long bytes;
    private long wanted;
    private long gone;

    /**
     * @param decision of a row
     * @param size bytes that a row keeps in memory beside its logits
     * @param each takes each row with the evidence that it was judged by, in the order in which they were added
     */
    RecordedEvidence(
            Connection connection,
            Registry registry,
            PipelineSpec spec,
            Function<R, Decision> decision,
            ToLongFunction<R> size,
            BiConsumer<R, Evidence> each) {
        this.spec = spec;
        this.reader = new BoundedReader(connection);
        this.decoder = new RecordDecoder<>(registry, Logits.class);
        this.begins = reader.begins(reader.partitions(spec.topics().logits()));
        this.decision = decision;
        this.size = size;
        this.each = each;
        long row = ROW_BYTES + (long) spec.models().size() * spec.classes().size() * Float.BYTES * 3;
        this.capacity = (int) Math.max(FEWEST, Math.min(MOST, BATCH_BYTES / row));
    }

    /** Takes a row whose evidence is wanted; hands it on, sooner or later. */
    void add(R row) {
        // With a gap the answer would be of a part only: from then on it is only counted how much is gone.
        if (there(row) && gone == 0) {
            batch.add(row);
            bytes += size.applyAsLong(row);
            if (batch.size() >= capacity || bytes > BATCH_BYTES) {
                flush();
            }
        }
    }

    /** Looks whether the evidence of a row is still there, without reading it; {@link #finish} says if any was not. */
    boolean there(R row) {
        wanted++;
        Decision decided = decision.apply(row);
        for (EvidenceRef ref : decided.getEvidence()) {
            Long begin = begins.get(place(decided, ref));
            if (begin == null || ref.getOffset() < begin) {
                gone++;
                batch.clear();
                return false;
            }
        }
        return true;
    }

    /**
     * Hands on what is still to come.
     *
     * @throws ReplayException when evidence of the range was deleted: with how many rows
     */
    void finish() {
        refuseGaps();
        flush();
    }

    /** @throws ReplayException when evidence that was asked for was deleted: of how many rows */
    void refuseGaps() {
        if (gone > 0) {
            throw new ReplayException(String.format(
                    Locale.ROOT,
                    "%,d of %,d rows that must be judged from their evidence cannot be: the retention of %s deleted it."
                            + " Choose a later start, or a change that needs no evidence (quarantineAbove, mode, floors)",
                    gone,
                    wanted,
                    spec.topics().logits()));
        }
    }

    /** Hands on what has been added so far. */
    void flush() {
        Map<TopicPartition, TreeSet<Long>> offsets = new HashMap<>();
        for (R added : batch) {
            Decision row = decision.apply(added);
            for (EvidenceRef ref : row.getEvidence()) {
                offsets.computeIfAbsent(place(row, ref), first -> new TreeSet<>())
                        .add(ref.getOffset());
            }
        }
        Map<TopicPartition, Map<Long, Logits>> found = new HashMap<>();
        offsets.keySet().forEach(partition -> found.put(partition, new HashMap<>()));
        for (Map<TopicPartition, Slice> round : rounds(offsets)) {
            reader.read(round, record -> {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (offsets.get(partition).contains(record.offset())) {
                    found.get(partition).put(record.offset(), decode(record));
                }
            });
        }
        for (R added : batch) {
            Decision row = decision.apply(added);
            List<ModelEvidence> models = new ArrayList<>(row.getEvidence().size());
            for (EvidenceRef ref : row.getEvidence()) {
                models.add(evidence(row, ref, found.get(place(row, ref)).get(ref.getOffset())));
            }
            each.accept(added, new Evidence(row.getPresentation(), models, Rejudged.gates(row)));
        }
        batch.clear();
        bytes = 0;
    }

    /** The stretches to read: in each round one of each partition. */
    private static List<Map<TopicPartition, Slice>> rounds(Map<TopicPartition, TreeSet<Long>> offsets) {
        List<Map<TopicPartition, Slice>> rounds = new ArrayList<>();
        offsets.forEach((partition, wanted) -> {
            int round = 0;
            long from = wanted.first();
            long last = from;
            for (long offset : wanted) {
                if (offset - last > GAP) {
                    put(rounds, round++, partition, new Slice(from, last + 1));
                    from = offset;
                }
                last = offset;
            }
            put(rounds, round, partition, new Slice(from, last + 1));
        });
        return rounds;
    }

    private static void put(List<Map<TopicPartition, Slice>> rounds, int round, TopicPartition partition, Slice slice) {
        if (rounds.size() == round) {
            rounds.add(new HashMap<>());
        }
        rounds.get(round).put(partition, slice);
    }

    private ModelEvidence evidence(Decision row, EvidenceRef ref, Logits logits) {
        if (logits == null
                || !logits.getSampleId().equals(row.getSampleId())
                || !logits.getModelId().equals(ref.getModelId())
                || !logits.getModelVersion().equals(ref.getModelVersion())
                || logits.getPresentation() != row.getPresentation()
                || logits.getLogits().size() != spec.classes().size()) {
            throw new ReplayException(place(row, ref) + " offset " + ref.getOffset()
                    + ": does not hold the logits that judged sample '" + row.getSampleId()
                    + "': was the topic made anew? Choose a range since then");
        }
        return ModelEvidence.of(Rejudged.model(ref), PrimitiveLists.floats(logits.getLogits()), ref.getOutOfSample());
    }

    private TopicPartition place(Decision row, EvidenceRef ref) {
        Integer named = ref.getPartition();
        return new TopicPartition(spec.topics().logits(), named == null ? row.getPartition() : named);
    }

    private Logits decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.decode(record.value());
        } catch (BadRecordException | UnknownSchemaException foreign) {
            throw new ReplayException(
                    record.topic() + " partition " + record.partition() + " offset " + record.offset() + ": "
                            + foreign.getMessage(),
                    foreign);
        } catch (RegistryUnavailableException away) {
            throw new ReplayException(away.getMessage(), away);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
