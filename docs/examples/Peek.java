import dev.sluice.avro.Registry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints the first rows of a topic as JSON, one a line, with nothing but a JDK and the built jar:
 *
 * <pre>java -cp target/sluice.jar docs/examples/Peek.java KAFKA REGISTRY TOPIC COUNT</pre>
 *
 * For topics in the Confluent wire format, and for dead letters, of which it shows key and headers. It also shows how
 * little a reader in Java needs: isolation {@code read_committed}, five bytes of header, and Avro.
 */
public class Peek {

    public static void main(String[] args) throws Exception {
        String topic = args[2];
        int count = Integer.parseInt(args[3]);
        Registry registry = Registry.connect(args[1], Map.of());
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", args[0], "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int shown = 0;
            int idle = 0;
            while (shown < count && idle < 3) {
                idle++;
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofSeconds(1))) {
                    idle = 0;
                    if (shown++ < count) {
                        System.out.println(text(row, registry));
                    }
                }
            }
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> row, Registry registry) throws Exception {
        if (row.headers().lastHeader("sluice.cause") != null) {
            StringBuilder letter = new StringBuilder(row.key() == null ? "(no key)" : utf8(row.key()));
            for (Header header : row.headers()) {
                letter.append("  ").append(header.key()).append('=').append(utf8(header.value()));
            }
            return letter.toString();
        }
        ByteBuffer value = ByteBuffer.wrap(row.value());
        if (value.get() != 0) {
            throw new IllegalArgumentException(row.topic() + " is not in the Confluent wire format");
        }
        Schema schema = registry.schema(value.getInt());
        return new GenericDatumReader<>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(row.value(), 5, row.value().length - 5, null))
                .toString();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
