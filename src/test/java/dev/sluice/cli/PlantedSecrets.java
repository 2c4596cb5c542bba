package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Spec;

/** Looks for passwords that begin with {@code planted-}, and a command that lets them out, to prove that looking finds them. */
final class PlantedSecrets {

    private PlantedSecrets() {}

    /** Reads every topic whose name begins so, values and headers. */
    static void noneInTopics(Properties administrator, String prefix) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(administrator, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .filter(info -> info.topic().startsWith(prefix))
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int seen = 0;
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> row : consumer.poll(Duration.ofMillis(200))) {
                    seen++;
                    String text = row.value() == null ? "" : new String(row.value(), StandardCharsets.ISO_8859_1);
                    for (var header : row.headers()) {
                        text += header.value() == null ? "" : new String(header.value(), StandardCharsets.ISO_8859_1);
                    }
                    assertThat(text).as(row.topic()).doesNotContain("planted-");
                }
            }
            assertThat(seen).isGreaterThan(100);
        }
    }

    /** Prints what nobody may print. */
    @Command(name = "leak")
    static final class Leak implements Callable<Integer> {

        @Mixin
        private KafkaOptions kafka;

        @Spec
        private picocli.CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            out.println(kafka.connection().config());
            return 0;
        }
    }
}
