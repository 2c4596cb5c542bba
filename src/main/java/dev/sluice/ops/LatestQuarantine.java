package dev.sluice.ops;

import dev.sluice.avro.BadRecordException;
import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.UnknownSchemaException;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The last rows of the quarantine topic, of all partitions: ids and scores, and payloads only where they are allowed. */
public final class LatestQuarantine {

    private static final int PAYLOAD_BYTES = 4_096;
    private static final Comparator<Row> BY_TIME =
            Comparator.comparingLong(Row::time).thenComparingInt(Row::partition).thenComparingLong(Row::offset);

    private final Connection connection;
    private final PipelineSpec spec;
    private final RecordDecoder<QuarantinedSample> decoder;
    private final boolean payloads;

    /** @param payloads whether samples themselves may be shown */
    public LatestQuarantine(Connection connection, PipelineSpec spec, boolean payloads) {
        this.connection = connection;
        this.spec = spec;
        this.payloads = payloads;
        this.decoder = new RecordDecoder<>(
                Registry.connect(connection.schemaRegistry(), connection.config()), QuarantinedSample.class);
    }

    private record Row(long time, int partition, long offset, Map<String, Object> shown) {}

    /** The newest rows, newest first. Of what is read only the rows to be shown are kept, without samples nobody may see. */
    public List<Map<String, Object>> rows(int limit) throws Exception {
        PriorityQueue<Row> newest = new PriorityQueue<>(BY_TIME);
        try (BoundedReader reader = new BoundedReader(connection)) {
            List<TopicPartition> partitions = reader.partitions(spec.quarantineTopic());
            Map<TopicPartition, Long> begins = reader.begins(partitions);
            Map<TopicPartition, Slice> slices = new HashMap<>();
            // Markers of transactions take offsets too: twice as many are read as are wanted.
            reader.ends(partitions)
                    .forEach((partition, end) ->
                            slices.put(partition, new Slice(Math.max(begins.get(partition), end - 2L * limit), end)));
            reader.read(slices, record -> {
                newest.add(new Row(record.timestamp(), record.partition(), record.offset(), shown(record)));
                if (newest.size() > limit) {
                    newest.poll();
                }
            });
        }
        List<Row> rows = new ArrayList<>(newest);
        rows.sort(BY_TIME.reversed());
        return rows.stream().map(Row::shown).toList();
    }

    private Map<String, Object> shown(ConsumerRecord<byte[], byte[]> record) {
        try {
            return shown(decoder.decode(record.value()), record.timestamp());
        } catch (BadRecordException | UnknownSchemaException | RegistryUnavailableException unreadable) {
            // What it says may quote the row.
            return Map.of(
                    "partition", record.partition(), "offset", record.offset(), "problem", "this row cannot be read");
        }
    }

    private Map<String, Object> shown(QuarantinedSample row, long time) {
        Decision decision = row.getDecision();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("sampleId", decision.getSampleId());
        shown.put("time", time);
        shown.put("given", name(decision.getGivenLabel()));
        shown.put("suggested", name(decision.getSuggestedLabel()));
        shown.put("pWrong", decision.getPWrong());
        shown.put("reasons", decision.getReasons());
        shown.put("snapshot", decision.getSnapshotVersion());
        shown.put("policy", decision.getPolicyVersion());
        shown.put("origin", row.getOrigin().name());
        ByteBuffer payload = row.getSample().getPayload();
        if (payloads && payload != null) {
            byte[] bytes = new byte[Math.min(PAYLOAD_BYTES, payload.remaining())];
            payload.duplicate().get(bytes);
            shown.put("payloadBase64", Base64.getEncoder().encodeToString(bytes));
        }
        return shown;
    }

    // Rows of an earlier, longer class list are in the topic too.
    private String name(int label) {
        return label < spec.classes().size() ? spec.classes().name(label) : "class " + label;
    }
}
