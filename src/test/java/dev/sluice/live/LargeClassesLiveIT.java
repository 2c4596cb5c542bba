package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.files.ArrivalOrder;
import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.Snapshot;
import dev.sluice.stream.TopicPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 1,000 classes from end to end where nothing may be larger than Kafka's defaults: topics as a broker makes them, and a
 * producer that refuses what is more than 1 MiB. A snapshot takes two chunks here; with {@code -Drows=120000} it is larger
 * than the limit as a whole. {@link LargeRecordsLiveIT} has that in little time, with more classes and fewer rows.
 */
class LargeClassesLiveIT {

    private static final int CLASSES = 1_000;
    private static final int ROWS = Integer.getInteger("rows", 26_000);
    private static final int DEFAULT_LIMIT = 1_048_588;
    private static final int MIB = 1 << 20;
    private static final Map<String, String> SETS = Map.of(
            "classes", "" + CLASSES,
            "topics.decisions", "true",
            "learning.snapshotEvery", "{records: 2000, time: 500ms}",
            "learning.maxAhead", "8000");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldLearnAThousandClassesWithoutAMessageOverTheDefaultSize() throws Exception {
        WideRows rows = new WideRows(ROWS, CLASSES, 3);
        createTopicsWithTheBrokersDefaults("wide");
        Live live = STACK.pipeline("wide", SETS, Map.of("producer.max.request.size", "" + MIB));
        live.start(2);
        live.running().load(rows, ArrivalOrder.ofFile(ROWS)).atRest(2L * ROWS, ROWS);

        assertThat(live.account().outOfBalance()).isZero();
        Snapshot newest = live.newestSnapshot();
        ModelStatistics learnt = newest.models().get(0);
        long[] recount = new long[CLASSES];
        IntStream.range(0, ROWS).forEach(row -> recount[rows.label(row)]++);
        assertThat(learnt.counts()).as("the tally equals a recount").isEqualTo(recount);
        assertThat(learnt.confidentJoint().counts().length)
                .as("cells of the confident joint")
                .isBetween(ROWS / 2, ROWS);

        List<String> keys = new ArrayList<>();
        live.raw(live.spec.snapshotsTopic()).forEach(record -> keys.add(new String(record.key())));
        assertThat(keys).contains(newest.version() + "/0001", newest.version().toString());
        Map<String, Integer> largest = largest(live);
        System.out.printf(
                "%d classes: %d cells, snapshot %s in %d chunks; largest records %s%n",
                CLASSES,
                learnt.confidentJoint().counts().length,
                newest.version(),
                keys.stream()
                        .filter(key -> key.startsWith(newest.version() + "/"))
                        .count(),
                largest);
        assertThat(largest.keySet()).anyMatch(topic -> topic.endsWith("-entries-changelog"));
        assertThat(largest).allSatisfy((topic, bytes) -> assertThat(bytes).isLessThan(MIB));
        assertThat(largest.get(live.spec.snapshotsTopic())).isBetween(256 << 10, 300_000);
        assertThat(largest.get(live.spec.talliesTopic())).isLessThan(10_000);
    }

    private static void createTopicsWithTheBrokersDefaults(String name) throws Exception {
        List<NewTopic> topics = TopicPlan.of(Live.spec(name, SETS)).stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                        .configs(Map.of("cleanup.policy", topic.cleanup())))
                .toList();
        try (Admin admin = admin()) {
            admin.createTopics(topics).all().get();
            List<ConfigResource> resources = topics.stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                    .toList();
            admin.describeConfigs(resources)
                    .all()
                    .get()
                    .forEach((topic, config) -> assertThat(
                                    config.get("max.message.bytes").value())
                            .as("%s", topic)
                            .isEqualTo("" + DEFAULT_LIMIT));
        }
    }

    private static Map<String, Integer> largest(Live live) throws Exception {
        Map<String, Integer> largest = new TreeMap<>();
        try (Admin admin = admin()) {
            for (String topic : admin.listTopics().names().get()) {
                if (topic.startsWith(live.spec.name())) {
                    live.raw(topic).forEach(record -> largest.merge(topic, size(record), Math::max));
                }
            }
        }
        return largest;
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }

    private static Admin admin() {
        Properties settings = new Properties();
        settings.putAll(new HashMap<>(Map.of("bootstrap.servers", STACK.stack().bootstrapServers())));
        return Admin.create(settings);
    }
}
