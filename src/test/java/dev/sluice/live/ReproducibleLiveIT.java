package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.GeneratedRows;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.Decision;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.judge.Policy;
import dev.sluice.replay.DecisionDigest;
import dev.sluice.replay.Range;
import dev.sluice.replay.Replay;
import dev.sluice.replay.ReplayOrder;
import dev.sluice.replay.ReplayPasses;
import dev.sluice.replay.ReplayReport;
import dev.sluice.replay.Thresholds;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a pipeline ran, a replay of its record decides the same, bit for bit, from the logits themselves. */
class ReproducibleLiveIT {

    private static final int ROWS = 3_000;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @ParameterizedTest(name = "{0}: instances {1}, threads {2}, store {3}, cache {4} bytes, {5}")
    @CsvSource({
        "one,     1, 1, memory,  33554432, posterior",
        "two,     1, 2, rocksdb, 33554432, confident_learning",
        "four,    1, 4, memory,         0, posterior",
        "pair,    2, 1, rocksdb,        0, posterior",
    })
    void shouldDecideTheSameAgainHoweverThePipelineRan(
            String name, int instances, int threads, String store, long cache, String detector) throws Exception {
        Live live = STACK.pipeline(
                name,
                Map.of(
                        "classes",
                        "4",
                        "policy.warmUp.samples",
                        "500",
                        "policy.detector",
                        detector,
                        "policy.weights.scheme",
                        detector.equals("posterior") ? "importance" : "none",
                        "pairing.store",
                        store),
                Map.of("statestore.cache.max.bytes", Long.toString(cache)));
        for (int i = 0; i < instances; i++) {
            live.start(threads);
        }
        live.running()
                .load(new GeneratedRows(ROWS, 4, 11), ArrivalOrder.ofFile(ROWS))
                .atRest(2L * ROWS, ROWS);

        DecisionDigest recorded = new DecisionDigest();
        Map<String, Integer> routes = new HashMap<>();
        for (CleanSample row : live.read(live.spec.cleanTopic(), CleanSample.class)) {
            count(recorded, routes, row.getDecision());
        }
        for (QuarantinedSample row : live.read(live.spec.quarantineTopic(), QuarantinedSample.class)) {
            count(recorded, routes, row.getDecision());
        }
        assertThat(routes.get("QUARANTINE")).isBetween(200, 1_000);

        Policy policy = live.spec.policy().toPolicy(1, live.spec.classes());
        ReplayOrder order = new ReplayOrder(
                "again", "recorded", null, "", Map.of(1, policy), new Thresholds.AsRecorded(), Range.ALL, "all", 0);
        try (Replay replay = new Replay(live.connection, live.registry, live.spec, order)) {
            ReplayReport report = replay.run(new Unwatched());
            assertThat(report.written()).isEqualTo(ROWS);
            assertThat(report.diff().differing()).isZero();
            assertThat(report.replayed().total().hex())
                    .isEqualTo(recorded.total().hex());
            assertThat(report.replayed().byPartition().keySet()).hasSize(4);
            recorded.byPartition()
                    .forEach((partition, sum) -> assertThat(report.replayed()
                                    .byPartition()
                                    .get(partition)
                                    .hex())
                            .isEqualTo(sum.hex()));
        }
    }

    private static void count(DecisionDigest digest, Map<String, Integer> routes, Decision decision) {
        digest.add(decision);
        routes.merge(decision.getRoute().name(), 1, Integer::sum);
    }

    /** Nobody looks on. */
    private static final class Unwatched implements ReplayPasses {
        @Override
        public void begin(String pass, long offsets) {}

        @Override
        public void at(long offset) {}
    }
}
