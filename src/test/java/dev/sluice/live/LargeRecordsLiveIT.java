package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.RecordEncoder;
import dev.sluice.avro.Sample;
import dev.sluice.stream.Pipeline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is as large as a broker with default limits takes in must also get out: with the headers of a letter around it,
 * beside its logits in a changelog, and in a snapshot of as many classes as a pipeline may have.
 */
class LargeRecordsLiveIT {

    private static final int CLASSES = 100_000;
    private static final int LARGEST_BODY = 1_000_000;
    private static final int LARGEST_VALUE = 1_048_400;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldPassOnWhateverWasSmallEnoughToComeIn() throws Exception {
        Live live = STACK.pipeline(
                "large", Map.of("classes", "" + CLASSES, "policy.warmUp.samples", "1", "topics.partitions", "1"));
        Pipeline instance = live.start(1);
        live.running();
        byte[] garbage = new byte[LARGEST_VALUE];
        garbage[0] = 'x';
        Properties settings = live.connection.kafka();
        settings.put("max.request.size", 4 << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, live.spec.topics().samples(), garbage);
            send(producer, live.spec.topics().samples(), sample(live));
            send(producer, live.spec.topics().logits(), logits(live));
        }
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(instance.failed()).isFalse();
            assertThat(live.read(live.spec.cleanTopic(), CleanSample.class)).hasSize(1);
        });
        assertThat(live.raw(live.spec.deadLettersTopic()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(garbage));
        shouldAdoptASnapshotThatIsLargerThanAnyMessage(live);
    }

    private static void shouldAdoptASnapshotThatIsLargerThanAnyMessage(Live live) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(live.newestSnapshot()).isNotNull();
            assertThat(live.newestSnapshot().models().get(0).samples()).isEqualTo(1);
        });
        int whole = 0;
        for (ConsumerRecord<byte[], byte[]> message : live.raw(live.spec.snapshotsTopic())) {
            assertThat(message.value().length).isLessThan(300_000);
            String key = new String(message.key(), StandardCharsets.UTF_8);
            whole += key.startsWith(live.newestSnapshot().version() + "/") ? message.value().length : 0;
        }
        assertThat(whole).as("bytes of the newest snapshot").isGreaterThan(3 << 19);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, "a".getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    private static byte[] sample(Live live) throws Exception {
        Sample sample = new Sample();
        sample.setSampleId("a");
        sample.setAttributes(Map.of());
        sample.setPayload(ByteBuffer.wrap(new byte[LARGEST_BODY - 100]));
        return RecordEncoder.forTopic(live.registry, live.spec.topics().samples(), Sample.class)
                .encode(sample);
    }

    private static byte[] logits(Live live) throws Exception {
        Logits logits = new Logits();
        logits.setSampleId("a");
        logits.setModelId("main");
        logits.setModelVersion("1");
        logits.setOutOfSample(true);
        logits.setPresentation(0);
        logits.setLogits(PrimitiveLists.list(new float[CLASSES]));
        return RecordEncoder.forTopic(live.registry, live.spec.topics().logits(), Logits.class)
                .encode(logits);
    }
}
