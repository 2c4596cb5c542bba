package dev.sluice.demo;

import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.Registry;
import dev.sluice.avro.RegistryUnavailableException;
import dev.sluice.avro.Sample;
import dev.sluice.avro.SchemaRefusedException;
import dev.sluice.avro.Side;
import dev.sluice.load.InputTopics;
import dev.sluice.load.InputWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Turns the demo's records into bytes, damages those that are to be bad, and sends them. */
public final class DemoWriter {

    /** The one model that the demo's pipeline awaits. */
    public static final String MODEL = "main";

    private static final String UNKNOWN_MODEL = "somebody-elses";
    private static final int NO_SUCH_SCHEMA = 2_000_000_000;
    private static final int HEADER = 5;

    /** What another team's service may send into a wrong topic. */
    private static final Schema FOREIGN = SchemaBuilder.record("Heartbeat")
            .namespace("demo.elsewhere")
            .fields()
            .requiredLong("uptime_ms")
            .endRecord();

    /** More than a sample may have, and less than a producer refuses to send. */
    private static final int TOO_MANY_BYTES = 1_000_001;

    private final InputWriter writer;
    private final InputTopics topics;
    private final int foreignId;

    /** @param registry takes one more schema, of the foreign record */
    public DemoWriter(InputWriter writer, InputTopics topics, Registry registry)
            throws RegistryUnavailableException, SchemaRefusedException {
        this.writer = writer;
        this.topics = topics;
        this.foreignId = registry.register("demo-elsewhere-value", FOREIGN);
    }

    /** Sends one record as its fate wants it. */
    public void send(DemoRecord record) {
        Fault fault = record.fate() instanceof Fate.Letter letter ? letter.fault() : null;
        byte[] key = fault == Fault.NULL_KEY ? null : record.id().getBytes(StandardCharsets.UTF_8);
        writer.send(record.side(), partition(fault, record, key), record.time(), key, value(fault, record));
    }

    /** Null leaves the choice to the key. */
    private Integer partition(Fault fault, DemoRecord record, byte[] key) {
        if (fault == Fault.NULL_KEY) {
            return (int) (DemoIds.index(record.id()) % topics.partitions());
        }
        if (fault == Fault.WRONG_PARTITION) {
            return (BuiltInPartitioner.partitionForKey(key, topics.partitions()) + 1) % topics.partitions();
        }
        return null;
    }

    private byte[] value(Fault fault, DemoRecord record) {
        if (fault == null) {
            return encode(record, null);
        }
        return switch (fault) {
            case TOMBSTONE -> null;
            case WRONG_MAGIC -> ("{\"sample_id\":\"" + record.id() + "\"}").getBytes(StandardCharsets.UTF_8);
            case UNKNOWN_SCHEMA -> withSchemaId(encode(record, null), NO_SUCH_SCHEMA);
            case INCOMPATIBLE_SCHEMA ->
                ByteBuffer.allocate(HEADER + 1)
                        .put((byte) 0)
                        .putInt(foreignId)
                        .put((byte) 2)
                        .array();
            case TRUNCATED -> {
                byte[] whole = encode(record, null);
                yield Arrays.copyOf(whole, whole.length / 2);
            }
            default -> encode(record, fault);
        };
    }

    private static byte[] withSchemaId(byte[] value, int id) {
        ByteBuffer.wrap(value).putInt(1, id);
        return value;
    }

    private byte[] encode(DemoRecord record, Fault fault) {
        String id = fault == Fault.KEY_MISMATCH ? record.id() + "-other" : record.id();
        return record.side() == Side.SAMPLE
                ? writer.encode(sample(id, record.item(), fault))
                : writer.encode(logits(id, record.item(), fault));
    }

    private static Sample sample(String id, DemoItem item, Fault fault) {
        return Sample.newBuilder()
                .setSampleId(id)
                .setLabel(fault == Fault.LABEL_RANGE ? DemoClasses.COUNT : item.givenLabel())
                .setPayloadRef("demo://" + id)
                .setPayload(fault == Fault.TOO_LARGE ? ByteBuffer.allocate(TOO_MANY_BYTES) : null)
                .setSource("demo")
                .build();
    }

    private static Logits logits(String id, DemoItem item, Fault fault) {
        float[] scores = item.logits().clone();
        if (fault == Fault.EMPTY_LOGITS) {
            scores = new float[0];
        } else if (fault == Fault.LOGITS_SIZE) {
            scores = Arrays.copyOf(scores, scores.length + 1);
        } else if (fault == Fault.NOT_FINITE) {
            scores[0] = Float.NaN;
        }
        return Logits.newBuilder()
                .setSampleId(id)
                .setModelId(fault == Fault.UNKNOWN_MODEL ? UNKNOWN_MODEL : MODEL)
                .setLogits(PrimitiveLists.list(scores))
                .setOutOfSample(true)
                .build();
    }
}
