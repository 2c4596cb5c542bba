package dev.sluice.replay;

import dev.sluice.avro.Side;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.StoredInputs;
import dev.sluice.stream.Stores;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which inputs wait in the filter's stores, as their changelogs say. Only what waits is kept, not what is decided. */
final class HeldInputs implements AutoCloseable {

    private final TopicTail entries;
    private final TopicTail parked;
    private final Map<Key, StoredInputs.Held> waiting = new HashMap<>();

    private record Key(Waiting kind, int partition, ByteBuffer key) {}

    HeldInputs(Connection connection, PipelineSpec spec) {
        entries = new TopicTail(connection, StoredInputs.changelog(spec.filterId(), Stores.ENTRIES));
        parked = new TopicTail(connection, StoredInputs.changelog(spec.filterId(), Stores.PARKED));
    }

    /** Reads the changelogs on and tells what waits now. */
    void addTo(Fates fates) {
        entries.readOn(record ->
                put(Waiting.PENDING, record, record.value() == null ? null : StoredInputs.entry(record.value())));
        parked.readOn(record ->
                put(Waiting.PARKED, record, record.value() == null ? null : StoredInputs.parked(record.key())));
        waiting.forEach((key, held) -> {
            if (held.sample() != null) {
                fates.waiting(place(Side.SAMPLE, held.sample()), key.kind());
            }
            held.logits().forEach(row -> fates.waiting(place(Side.LOGITS, row), key.kind()));
        });
    }

    private static Place place(Side side, StoredInputs.At at) {
        return new Place(side, at.partition(), at.offset());
    }

    private void put(Waiting kind, ConsumerRecord<byte[], byte[]> record, StoredInputs.Held held) {
        Key key = new Key(kind, record.partition(), ByteBuffer.wrap(record.key()));
        if (held == null) {
            waiting.remove(key);
        } else {
            waiting.put(key, held);
        }
    }

    @Override
    public void close() {
        entries.close();
        parked.close();
    }
}
