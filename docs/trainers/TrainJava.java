import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Registry;
import java.io.File;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads exactly the rows of a manifest, several epochs, with their weights.
 *
 * <pre>java -cp target/sluice.jar docs/trainers/TrainJava.java monday.json HOST:PORT REGISTRY_URL [EPOCHS]</pre>
 */
public final class TrainJava {

    public static void main(String[] words) throws Exception {
        JsonNode manifest = new ObjectMapper().readTree(new File(words[0]));
        int epochs = words.length > 3 ? Integer.parseInt(words[3]) : 2;
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", words[1],
                "isolation.level", "read_committed",
                "enable.auto.commit", false,
                // A row that retention took is an error, not a gap.
                "auto.offset.reset", "none");
        // Retries by itself; when the registry stays away it throws, and no row is skipped.
        RecordDecoder<CleanSample> decoder =
                new RecordDecoder<>(Registry.connect(words[2], Map.of()), CleanSample.class);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                epoch(epoch, manifest, consumer, decoder);
            }
        }
    }

    private static void epoch(
            int epoch, JsonNode manifest, KafkaConsumer<byte[], byte[]> consumer, RecordDecoder<CleanSample> decoder)
            throws Exception {
        BigInteger digest = BigInteger.ZERO;
        long rows = 0;
        double weights = 0;
        for (JsonNode slice : manifest.get("slices")) {
            TopicPartition partition =
                    new TopicPartition(manifest.get("topic").asText(), slice.get("partition").asInt());
            long to = slice.get("to").asLong();
            consumer.assign(List.of(partition));
            consumer.seek(partition, slice.get("from").asLong());
            while (consumer.position(partition) < to) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.offset() >= to) {
                        break;
                    }
                    CleanSample row = decoder.decode(record.value());
                    // loss = row.getWeight() * lossOf(model, row.getSample(), row.getLabel())
                    weights += row.getWeight();
                    rows++;
                    MessageDigest sha = MessageDigest.getInstance("SHA-256");
                    sha.update(ByteBuffer.allocate(12)
                            .putInt(record.partition())
                            .putLong(record.offset())
                            .flip());
                    digest = digest.add(new BigInteger(1, sha.digest(record.value())));
                }
            }
        }
        String hex = String.format("%064x", digest.mod(BigInteger.ONE.shiftLeft(256)));
        System.out.printf(
                "{\"epoch\": %d, \"rows\": %d, \"sumOfWeights\": %s, \"digest\": \"%s\"}%n", epoch, rows, weights, hex);
        if (!hex.equals(manifest.get("digest").asText())) {
            System.err.println("other rows than the manifest names");
            System.exit(1);
        }
    }
}
