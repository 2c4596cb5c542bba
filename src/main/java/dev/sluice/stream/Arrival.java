package dev.sluice.stream;

import java.util.OptionalLong;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * What the filter makes of a record before it looks inside: the same whether it came from an input or by way of the
 * repartitioning.
 *
 * @param origin where it stands in its input
 * @param tick the time of a tick; empty for an ordinary record
 * @param key as the producer wrote it, may be null
 * @param headers as the producer wrote them
 */
record Arrival(Origin origin, OptionalLong tick, byte[] key, Headers headers) {

    static Arrival of(Record<byte[], byte[]> record, RecordMetadata place, FilterPlan plan) {
        Headers headers = record.headers();
        if (plan.repartitions()) {
            Side side = place.topic().endsWith(Repartitioning.topic("", Side.SAMPLES)) ? Side.SAMPLES : Side.LOGITS;
            Origin origin = Repartitioning.origin(side, plan.topic(side), headers, record.timestamp());
            return new Arrival(
                    origin, Repartitioning.tick(headers), Repartitioning.key(record), Repartitioning.stripped(headers));
        }
        Side side = place.topic().equals(plan.topic(Side.SAMPLES)) ? Side.SAMPLES : Side.LOGITS;
        Origin origin = new Origin(side, place.topic(), place.partition(), place.offset(), record.timestamp());
        return new Arrival(origin, plan.tick(headers), record.key(), headers);
    }
}
