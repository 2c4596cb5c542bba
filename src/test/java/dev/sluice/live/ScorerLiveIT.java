package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.Logits;
import dev.sluice.avro.PrimitiveLists;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.avro.RecordDecoder;
import dev.sluice.avro.Sample;
import dev.sluice.avro.Side;
import dev.sluice.score.ScoredExample;
import dev.sluice.score.Scorers;
import dev.sluice.stream.KafkaFaults;
import dev.sluice.stream.Pipeline;
import dev.sluice.stream.Scorer;
import dev.sluice.stream.ScoringException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A model in the service scores the samples: 4 partitions")
class ScorerLiveIT {

    private static final int ROWS = 3_000;
    private static final Path FOLDER = Path.of("topologies");
    private static final Map<String, String> SETS = Map.of(
            "classes", "[red, green, blue]",
            "scorer",
                    "{model: scored.onnx, version: v3, outOfSample: true, batch: 64, sha256: "
                            + "7b37ae14a0bbd97907b7d8161ddf450c2a52425431e47797e595975ef5f58502}",
            "learning.snapshotEvery", "{records: 150, time: 200ms}",
            "policy.warmUp", "{samples: 300, perClass: 5, route: hold}");

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> wrong = new TreeSet<>();

    // Points around the centres, every fifth with the label of another class.
    private void generate() {
        Random random = new Random(11);
        for (int row = 0; row < ROWS; row++) {
            int truth = random.nextInt(3);
            int label = row % 5 == 0 ? (truth + 1 + random.nextInt(2)) % 3 : truth;
            if (label != truth) {
                wrong.add("p" + row);
            }
            samples.add(Sample.newBuilder()
                    .setSampleId("p" + row)
                    .setLabel(label)
                    .setFeatures(PrimitiveLists.list(
                            (float) (ScoredExample.centre(0, truth) + .3 * random.nextGaussian()),
                            (float) (ScoredExample.centre(1, truth) + .3 * random.nextGaussian())))
                    .build());
        }
    }

    /** All samples and the ticks behind them are there long before the first score is. */
    private void load(Live live) {
        long now = System.currentTimeMillis();
        live.write((writer, partitions) -> {
            for (int row = 0; row < ROWS; row++) {
                writer.send(samples.get(row), now - ROWS + row);
            }
            for (Side side : Side.values()) {
                writer.tick(side, now + live.spec.pairing().waiting().toMillis() + 1_000);
            }
        });
    }

    @Test
    void shouldScoreLearnAndJudgeAndReplayWithoutTheModel() throws Exception {
        generate();
        Live live = STACK.pipeline("scored", SETS);
        load(live);
        try (Scorer scorer = Scorers.open(live.spec, FOLDER)) {
            Pipeline first = live.start(options(live), live.registry, scorer);
            Pipeline second = live.start(options(live), live.registry, scorer);
            live.running().atRest(2L * ROWS, ROWS);
            live.stop(second);
            live.stop(first);
        }

        assertEveryoneScoredOnce(live);
        assertThat(quarantined(live)).as("of %s wrong ones", wrong.size()).hasSizeBetween(450, 750);
        Commands.Ran replay = new Commands(live, SETS)
                .run("replay", "--policy", "recorded", "--into", "again", "--from", "earliest", "--json");
        assertThat(replay.code()).as(replay.err()).isZero();
        assertThat(replay.out()).containsPattern("\"same\" ?: ?true");
    }

    private static Pipeline.Options options(Live live) {
        return new Pipeline.Options(live.freshStateDir(), 2, false, "test");
    }

    private void assertEveryoneScoredOnce(Live live) throws Exception {
        Map<String, float[]> scores = new HashMap<>();
        RecordDecoder<Logits> decoder = new RecordDecoder<>(live.registry, Logits.class);
        for (ConsumerRecord<byte[], byte[]> record : live.raw(live.spec.topics().logits())) {
            if (record.key() == null) {
                // A tick.
                continue;
            }
            Logits row = decoder.decode(record.value());
            assertThat(row.getModelVersion()).isEqualTo("v3");
            assertThat(scores.put(row.getSampleId(), PrimitiveLists.floats(row.getLogits())))
                    .as("scored twice")
                    .isNull();
        }
        assertThat(scores).hasSize(ROWS);
        for (Sample sample : samples) {
            assertThat(scores.get(sample.getSampleId()))
                    .containsExactly(
                            ScoredExample.logits(PrimitiveLists.floats(sample.getFeatures())),
                            org.assertj.core.data.Offset.offset(1e-4f));
        }
    }

    private Set<String> quarantined(Live live) {
        Set<String> ids = new TreeSet<>();
        int right = 0;
        for (QuarantinedSample row : live.read(live.spec.quarantineTopic(), QuarantinedSample.class)) {
            Decision decision = row.getDecision();
            ids.add(decision.getSampleId());
            right += wrong.contains(decision.getSampleId()) ? 1 : 0;
        }
        assertThat(right).as("wrong ones among them").isGreaterThan(400);
        assertThat(live.read(live.spec.cleanTopic(), CleanSample.class)).hasSize(ROWS - ids.size());
        return ids;
    }

    /** The model breaks in its fifth batch; the service stops, and is started again with a whole one. */
    @Test
    void shouldStopWithoutLossWhenTheModelFailsAndGoOnWithAnother() throws Exception {
        generate();
        Live live = STACK.pipeline("broken", SETS, Map.of("main.consumer.session.timeout.ms", "6000"));
        load(live);
        try (Scorer whole = Scorers.open(live.spec, FOLDER)) {
            Pipeline stopped = live.start(options(live), live.registry, failingAfter(4, whole));
            await().atMost(Duration.ofSeconds(60)).until(stopped::failed);
            assertThat(KafkaFaults.sentence(stopped.awaitEnd()))
                    .contains(
                            "scored.onnx failed on sample 'p", "a planted fault", "put another model in scorer.model");
            live.stop(stopped);

            Pipeline again = live.start(options(live), live.registry, whole);
            live.running().atRest(2L * ROWS, ROWS);
            live.stop(again);
        }
        assertEveryoneScoredOnce(live);
    }

    private static Scorer failingAfter(int batches, Scorer whole) {
        AtomicInteger done = new AtomicInteger();
        return new Scorer() {
            @Override
            public int features() {
                return whole.features();
            }

            @Override
            public CompletableFuture<float[][]> score(float[][] rows) {
                return done.getAndIncrement() < batches
                        ? whole.score(rows)
                        : CompletableFuture.failedFuture(new ScoringException(0, "a planted fault"));
            }

            @Override
            public void close() {}
        };
    }
}
