package dev.sluice.ops;

import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import dev.sluice.spec.Connection;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.stream.BoundedReader;
import dev.sluice.stream.BoundedReader.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The last rows of the quarantine topic, of all partitions: ids and scores, and payloads only where they are allowed. */
public final class LatestQuarantine {

    private static final int PAYLOAD_BYTES = 4_096;

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

    /** The newest rows, newest first. */
    public List<Map<String, Object>> rows(int limit) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (BoundedReader reader = new BoundedReader(connection)) {
            List<TopicPartition> partitions = reader.partitions(spec.quarantineTopic());
            Map<TopicPartition, Long> begins = reader.begins(partitions);
            Map<TopicPartition, Slice> slices = new HashMap<>();
            // Markers of transactions take offsets too: twice as many are read as are wanted.
            reader.ends(partitions)
                    .forEach((partition, end) ->
                            slices.put(partition, new Slice(Math.max(begins.get(partition), end - 2L * limit), end)));
            reader.read(slices, records::add);
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                .reversed());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records.subList(0, Math.min(limit, records.size()))) {
            QuarantinedSample row = decoder.decode(record.value());
            rows.add(shown(row, record.timestamp()));
        }
        return rows;
    }

    private Map<String, Object> shown(QuarantinedSample row, long time) {
        Decision decision = row.getDecision();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("sampleId", decision.getSampleId());
        shown.put("time", time);
        shown.put("given", spec.classes().name(decision.getGivenLabel()));
        shown.put("suggested", spec.classes().name(decision.getSuggestedLabel()));
        shown.put("pWrong", decision.getPWrong());
        shown.put("reasons", decision.getReasons());
        shown.put("snapshot", decision.getSnapshotVersion());
        shown.put("policy", decision.getPolicyVersion());
        shown.put("origin", row.getOrigin().name());
        ByteBuffer payload = row.getSample().getPayload();
        if (payloads && payload != null) {
            byte[] bytes = new byte[Math.min(PAYLOAD_BYTES, payload.remaining())];
            payload.duplicate().get(bytes);
            shown.put("payloadBase64", java.util.Base64.getEncoder().encodeToString(bytes));
        }
        return shown;
    }
}
