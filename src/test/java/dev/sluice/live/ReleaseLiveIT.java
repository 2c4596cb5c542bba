package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Logits;
import dev.sluice.avro.Origin;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.Sample;
import dev.sluice.avro.Side;
import dev.sluice.judge.Policy;
import dev.sluice.replay.Redrive;
import dev.sluice.replay.Release;
import dev.sluice.replay.ReleaseOrder;
import dev.sluice.replay.ReleaseReport;
import dev.sluice.replay.Verification;
import dev.sluice.stream.KafkaUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows leave quarantine, and letters their topic, at most once each. */
class ReleaseLiveIT {

    private static final long TIME = 1_800_000_000_000L;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @Test
    void shouldReleaseWhatAnotherPolicyLetsPassAtMostOnce() throws Exception {
        Live live = Asked.decided(STACK, "kept");
        JsonNode digest = Asked.json(live, "digest", "--from", "earliest", "--json");
        int quarantined =
                live.read(live.spec.quarantineTopic(), QuarantinedSample.class).size();
        String[] mild = {"--policy", "v1", "--set", "policy.quarantineAbove=0.9"};
        JsonNode whatIf =
                Asked.json(live, "what-if", "--set", "policy.quarantineAbove=0.9", "--from", "earliest", "--json");
        long passes = 0;
        for (JsonNode row : whatIf.get("classes")) {
            passes += row.get("toClean").asLong();
        }
        assertThat(passes).isBetween(20L, quarantined - 20L);

        JsonNode dry = release(live, mild);
        assertThat(dry.get("released").asLong()).isEqualTo(passes);
        assertThat(released(live)).isEmpty();

        JsonNode cats = release(live, mild, "--class", "cat", "--execute");
        assertThat(cats.get("released").asLong())
                .isEqualTo(whatIf.get("classes")
                        .get(index(whatIf, "cat"))
                        .get("toClean")
                        .asLong());
        diesAndIsShutOut(live);
        JsonNode rest = release(live, mild, "--reason", "posterior", "--execute");
        assertThat(rest.get("releasedBefore")).isEqualTo(cats.get("released"));
        assertThat(cats.get("released").asLong() + rest.get("released").asLong())
                .isEqualTo(passes);
        assertThat(release(live, mild, "--execute").get("released").asLong()).isZero();
        carriesItsLineage(live, passes);

        String[] milder = {"--policy", "v1", "--set", "policy.quarantineAbove=0.99"};
        long more = release(live, milder, "--execute").get("released").asLong();
        assertThat(more).isPositive();
        assertThat(released(live)).hasSize((int) (passes + more));
        assertThat(new Verification(live.connection, live.registry, live.spec)
                        .run()
                        .released())
                .isEqualTo(passes + more);
        assertThat(Asked.run(live, "verify").out())
                .contains("balanced: every input has exactly one fate", "released from quarantine: " + (passes + more));
        assertThat(Asked.json(live, "digest", "--from", "earliest", "--json").get("digest"))
                .as("what was decided live")
                .isEqualTo(digest.get("digest"));
        refusesWhatIsUnknown(live);
    }

    private static int index(JsonNode whatIf, String name) {
        int at = 0;
        while (!whatIf.get("classes").get(at).get("class").asText().equals(name)) {
            at++;
        }
        return at;
    }

    /** A run dies in the middle of a transaction; another is overtaken by a second one. Neither leaves a row. */
    private static void diesAndIsShutOut(Live live) {
        List<Released> before = released(live);
        Policy asItWas = live.spec.policy().toPolicy(1, live.spec.classes());
        ReleaseOrder nothingPasses =
                new ReleaseOrder(asItWas, "v1", Map.of(1, asItWas), OptionalInt.empty(), null, true);
        ReleaseOrder allPass = new ReleaseOrder(
                Live.spec("kept", Map.of("classes", "4", "policy.mode", "shadow"))
                        .policy()
                        .toPolicy(2, live.spec.classes()),
                "shadow",
                Map.of(1, asItWas),
                OptionalInt.of(1),
                null,
                true);
        assertThatThrownBy(() -> run(live, allPass, done -> {
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        boolean[] once = {false};
        assertThatThrownBy(() -> run(live, allPass, done -> {
                    if (!once[0]) {
                        once[0] = true;
                        assertThat(run(live, nothingPasses, more -> {}).passes())
                                .isZero();
                    }
                }))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining("another process has taken over");
        assertThat(released(live)).isEqualTo(before);
    }

    private static ReleaseReport run(Live live, ReleaseOrder order, LongConsumer progress) {
        try (Release release = new Release(live.connection, live.registry, live.spec, order, () -> TIME)) {
            return release.run(progress);
        }
    }

    private static void carriesItsLineage(Live live, long passes) {
        Set<String> places = new TreeSet<>();
        List<ConsumerRecord<byte[], byte[]>> rows = live.raw(live.spec.cleanTopic()).stream()
                .filter(row -> row.headers().lastHeader(Release.FROM) != null)
                .toList();
        assertThat(rows).hasSize((int) passes);
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            assertThat(places.add(header(row, Release.FROM))).isTrue();
            assertThat(header(row, Release.FROM)).startsWith("kept.quarantine:" + row.partition() + ":");
            assertThat(header(row, Release.POLICY)).isEqualTo("v1 with --set");
            assertThat(Instant.ofEpochMilli(Long.parseLong(header(row, Release.TIME))))
                    .isBetween(Instant.now().minus(Duration.ofMinutes(5)), Instant.now());
        }
        assertThat(released(live)).allMatch(row -> row.policy() == 2 && row.weight() > 0);
    }

    private static void refusesWhatIsUnknown(Live live) throws Exception {
        assertThat(Asked.run(live, "release", "--policy", "v1", "--class", "cow")
                        .err())
                .contains("--class cow: there is no such class, there are cat, dog, newt, owl");
        assertThat(Asked.run(live, "release", "--policy", "v1", "--reason", "TIRED")
                        .err())
                .contains("--reason TIRED: there is no such reason, there are BREAKER, CONFIDENT_OTHER");
        assertThat(Asked.run(live, "release", "--policy", "v9").err()).contains("v9: no such policy");
        assertThat(Asked.run(live, "redrive", "--cause", "BORED").err())
                .contains("--cause BORED: there is no such cause, there are WRONG_MAGIC");
    }

    /** Samples in a partition that is not their key's, and one with a label that does not exist. */
    @Test
    void shouldSendLettersAgainWhoseCauseIsGone() throws Exception {
        Live live = Asked.decided(STACK, "sent");
        long now = System.currentTimeMillis();
        live.write((writer, partitions) -> {
            for (int i = 0; i < 5; i++) {
                byte[] key = ("stray-" + i).getBytes(StandardCharsets.UTF_8);
                int wrong = (BuiltInPartitioner.partitionForKey(key, partitions) + 1) % partitions;
                writer.send(Side.SAMPLE, wrong, now, key, writer.encode(sample("stray-" + i, 1)));
                writer.send(logits("stray-" + i), now);
            }
            writer.send(sample("odd", 17), now);
            writer.flush();
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> live.raw(live.spec.deadLettersTopic()).size() == 6);

        JsonNode dry = Asked.json(live, "redrive", "--json");
        assertThat(dry.get("byCause").toString()).isEqualTo("{\"WRONG_PARTITION\":5}");
        assertThat(dry.get("stillWrong").toString()).isEqualTo("{\"LABEL_RANGE\":1}");
        assertThat(Asked.json(live, "redrive", "--cause", "label_range", "--execute", "--json")
                        .get("redriven")
                        .asInt())
                .isZero();
        assertThat(live.raw(live.spec.deadLettersTopic())).hasSize(6);

        Asked sent = Asked.run(live, "redrive", "--execute");
        assertThat(sent.out()).contains("6 letters, 0 of them sent again before; 5 sent: 5 samples, 0 logits");
        JsonNode twice = Asked.json(live, "redrive", "--execute", "--json");
        assertThat(twice.get("redriven").asInt()).isZero();
        assertThat(twice.get("redrivenBefore").asInt()).isEqualTo(5);

        Set<String> origins = new TreeSet<>();
        live.raw(live.spec.topics().samples()).stream()
                .filter(row -> row.headers().lastHeader(Redrive.ORIGIN) != null)
                .forEach(row -> origins.add(header(row, Redrive.ORIGIN)));
        assertThat(origins).hasSize(5).allMatch(origin -> origin.startsWith("sent.samples:"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> decided(live).containsAll(Set.of("stray-0", "stray-1", "stray-2", "stray-3", "stray-4")));
    }

    private static Set<String> decided(Live live) {
        Set<String> ids = new TreeSet<>();
        live.read(live.spec.cleanTopic(), CleanSample.class)
                .forEach(row -> ids.add(row.getSample().getSampleId()));
        live.read(live.spec.quarantineTopic(), QuarantinedSample.class)
                .forEach(row -> ids.add(row.getSample().getSampleId()));
        return ids;
    }

    private static Sample sample(String id, int label) {
        return Sample.newBuilder().setSampleId(id).setLabel(label).build();
    }

    private static Logits logits(String id) {
        return Logits.newBuilder()
                .setSampleId(id)
                .setModelId("main")
                .setModelVersion("1")
                .setLogits(List.of(0f, 1f, 0f, 0f))
                .setOutOfSample(true)
                .build();
    }

    private record Released(String id, int policy, double weight) {}

    private static List<Released> released(Live live) {
        return live.read(live.spec.cleanTopic(), CleanSample.class).stream()
                .filter(row -> row.getOrigin() == Origin.RELEASE)
                .map(row -> new Released(
                        row.getSample().getSampleId(), row.getDecision().getPolicyVersion(), row.getWeight()))
                .sorted(Comparator.comparing(Released::id))
                .toList();
    }

    private static JsonNode release(Live live, String[] policy, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of("release", "--json"));
        words.addAll(List.of(policy));
        words.addAll(List.of(more));
        return Asked.json(live, words.toArray(new String[0]));
    }

    private static String header(ConsumerRecord<byte[], byte[]> row, String name) {
        return new String(row.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
