package dev.sluice.replay;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.EvidenceRef;
import dev.sluice.avro.Leftover;
import dev.sluice.avro.Origin;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Side;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The rows of the output topics, each of which names the inputs whose fate it is. */
final class OutcomeRows implements AutoCloseable {

    private static final String ERRORS = "__streams.errors.";
    private static final String CAUSE = "sluice.cause";

    private final PipelineSpec spec;
    private final TopicTail clean;
    private final TopicTail quarantine;
    private final TopicTail leftovers;
    private final TopicTail letters;
    private final RecordDecoder<CleanSample> cleanRows;
    private final RecordDecoder<QuarantinedSample> quarantineRows;
    private final RecordDecoder<Leftover> leftoverRows;
    private final OutcomeListener listener;

    /** @param listener hears of every outcome as well */
    OutcomeRows(Connection connection, Registry registry, PipelineSpec spec, OutcomeListener listener) {
        this.spec = spec;
        this.listener = listener;
        clean = open(connection, spec.cleanTopic());
        quarantine = open(connection, spec.quarantineTopic());
        leftovers = open(connection, spec.leftoversTopic());
        letters = open(connection, spec.deadLettersTopic());
        cleanRows = new RecordDecoder<>(registry, CleanSample.class);
        quarantineRows = new RecordDecoder<>(registry, QuarantinedSample.class);
        leftoverRows = new RecordDecoder<>(registry, Leftover.class);
    }

    private static TopicTail open(Connection connection, String topic) {
        TopicTail tail = new TopicTail(connection, topic);
        if (!tail.exists()) {
            tail.close();
            throw new VerificationException(
                    "topic " + topic + " does not exist: is this the pipeline's file, and has it run?");
        }
        return tail;
    }

    /** Reads the outputs on to their end of the moment. */
    void addTo(Fates fates) {
        clean.readOn(record -> {
            CleanSample row = read(cleanRows, record);
            if (row.getOrigin() == Origin.LIVE) {
                decided(fates, row.getDecision(), Outcome.CLEAN);
            } else {
                fates.released(
                        UnitOfAccount.of(row.getDecision()), row.getDecision().getRepeat());
            }
        });
        quarantine.readOn(record -> {
            QuarantinedSample row = read(quarantineRows, record);
            if (row.getOrigin() == Origin.LIVE) {
                decided(fates, row.getDecision(), Outcome.QUARANTINE);
            }
        });
        leftovers.readOn(record -> {
            Leftover row = read(leftoverRows, record);
            Side side = side(record, row.getTopic());
            fates.outcome(new Place(side, row.getPartition(), row.getOffset()), Outcome.LEFTOVER);
            listener.leftover(row);
        });
        letters.readOn(record -> {
            if (Receipts.isReceipt(record.headers())) {
                return;
            }
            Side side = side(record, header(record, ERRORS + "topic"));
            int partition = (int) number(record, ERRORS + "partition");
            fates.outcome(new Place(side, partition, number(record, ERRORS + "offset")), Outcome.DEAD_LETTER);
            listener.letter(side, header(record, CAUSE));
        });
    }

    private void decided(Fates fates, Decision decision, Outcome outcome) {
        int partition = decision.getPartition();
        Place sample = place(Side.SAMPLE, decision.getSamplePartition(), partition, decision.getSampleOffset());
        if (decision.getRepeat()) {
            fates.repeated(sample, outcome);
        } else {
            fates.outcome(sample, outcome);
        }
        for (EvidenceRef logits : decision.getEvidence()) {
            fates.outcome(place(Side.LOGITS, logits.getPartition(), partition, logits.getOffset()), outcome);
        }
        listener.decision(decision);
    }

    // Another partition than the decision's is named only where inputs are repartitioned.
    private static Place place(Side side, Integer named, int decided, long offset) {
        return new Place(side, named == null ? decided : named, offset);
    }

    private static <T extends SpecificRecord> T read(RecordDecoder<T> rows, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new VerificationException(
                    place(record) + ": holds no value; nobody but the pipeline may write there");
        }
        try {
            return rows.decode(record.value());
        } catch (BadRecordException | UnknownSchemaException foreign) {
            throw new VerificationException(
                    place(record) + ": is no row of this pipeline: " + foreign.getMessage(), foreign);
        } catch (RegistryUnavailableException away) {
            throw new VerificationException(away.getMessage(), away);
        }
    }

    private Side side(ConsumerRecord<byte[], byte[]> record, String topic) {
        if (topic.equals(spec.topics().samples())) {
            return Side.SAMPLE;
        }
        if (topic.equals(spec.topics().logits())) {
            return Side.LOGITS;
        }
        throw new VerificationException(place(record) + ": speaks of topic " + topic + ", which this pipeline does not"
                + " read: is this the pipeline's file?");
    }

    private static long number(ConsumerRecord<byte[], byte[]> record, String name) {
        String text = header(record, name);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException bad) {
            throw new VerificationException(place(record) + ": header " + name + " is '" + text + "'", bad);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new VerificationException(place(record) + ": has no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + " partition " + record.partition() + " offset " + record.offset();
    }

    @Override
    public void close() {
        List.of(clean, quarantine, leftovers, letters).forEach(TopicTail::close);
    }
}
