package dev.sluice.replay;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Origin;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.noise.Snapshot;
import dev.sluice.stream.ReplayProducer;
import dev.sluice.stream.ReplayTopics;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the rows of a replay. A row keeps its key, its event time and its partition. What an earlier run of the same replay has
 * committed is not written again: rows come in the order of their offsets, so all below the committed offset are there.
 */
final class ReplayOutput {

    private final ReplayTopics topics;
    private final ReplayProducer producer;
    private final Cut done;
    private final RecordEncoder<CleanSample> clean;
    private final RecordEncoder<QuarantinedSample> quarantine;
    private long written;
    private long before;

    ReplayOutput(ReplayInputs inputs, ReplayTopics topics, ReplayProducer producer, Cut done) {
        this.topics = topics;
        this.producer = producer;
        this.done = done;
        try {
            clean = RecordEncoder.forTopic(inputs.registry(), topics.clean(), CleanSample.class);
            quarantine = RecordEncoder.forTopic(inputs.registry(), topics.quarantine(), QuarantinedSample.class);
        } catch (RegistryUnavailableException | SchemaRefusedException refused) {
            throw new ReplayException(refused.getMessage(), refused);
        }
    }

    void write(DecidedRow row, Decision decision, boolean toClean) {
        long offset = row.record().offset();
        if (offset < done.of(row.record().topic(), row.record().partition())) {
            before++;
            return;
        }
        byte[] value = toClean ? cleanRow(row, decision) : quarantineRow(row, decision);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                toClean ? topics.clean() : topics.quarantine(),
                row.record().partition(),
                row.record().timestamp(),
                row.record().key(),
                value);
        producer.send(record, row.place(), offset);
        written++;
    }

    private byte[] cleanRow(DecidedRow row, Decision decision) {
        CleanSample clean = new CleanSample();
        clean.setSample(row.sample());
        clean.setLabel(decision.getGivenLabel());
        clean.setWeight(decision.getWeight());
        clean.setSoftLabel(row.softLabel());
        clean.setOrigin(Origin.LIVE);
        clean.setDecision(decision);
        return this.clean.encode(clean);
    }

    private byte[] quarantineRow(DecidedRow row, Decision decision) {
        QuarantinedSample suspect = new QuarantinedSample();
        suspect.setSample(row.sample());
        suspect.setOrigin(Origin.LIVE);
        suspect.setDecision(decision);
        return quarantine.encode(suspect);
    }

    // The same version holds the same bytes, so that a run that goes on may send it again.
    void write(Snapshot snapshot) {
        producer.send(topics.snapshots(), snapshot);
    }

    void finish() {
        producer.commit();
    }

    long written() {
        return written;
    }

    long before() {
        return before;
    }
}
