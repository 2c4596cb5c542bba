package dev.sluice.replay;

import dev.sluice.avro.Decision;
import dev.sluice.avro.Origin;
import dev.sluice.avro.Sample;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * A row of a topic that holds decisions.
 *
 * @param record as it was read
 * @param sample the example; null for a bare decision
 * @param softLabel what a clean row trains on instead of its label, null for nothing
 * @param origin judged live, or released from quarantine later
 * @param decision the verdict
 */
record DecidedRow(
        ConsumerRecord<byte[], byte[]> record, Sample sample, List<Float> softLabel, Origin origin, Decision decision) {

    boolean release() {
        return origin != Origin.LIVE;
    }

    TopicPartition place() {
        return new TopicPartition(record.topic(), record.partition());
    }

    /** Whether a range asks for it. */
    boolean in(Range range) {
        Integer named = decision.getSamplePartition();
        return range.contains(
                record.timestamp(), named == null ? decision.getPartition() : named, decision.getSampleOffset());
    }
}
