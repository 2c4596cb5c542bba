package dev.sluice.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.TuningData;
import dev.sluice.avro.CleanSample;
import dev.sluice.avro.QuarantinedSample;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.NpyFile;
import dev.sluice.files.NpyRows;
import dev.sluice.files.ScoreKind;
import dev.sluice.noise.ModelStatistics;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("cifar10s through Kafka: 4 partitions, 2 instances, full speed")
class AccuracyLiveIT {

    private static final double BATCH_F1 = 0.905;
    /** Of a rehearsal, see {@code PosteriorTuningTest}. */
    private static final double POSTERIOR_F1 = 0.952;

    private static final double TOLERANCE = 0.015;

    @RegisterExtension
    static final LiveStack STACK = new LiveStack();

    @ParameterizedTest
    @CsvSource({"confident_learning, " + BATCH_F1, "posterior, " + POSTERIOR_F1})
    void shouldComeNearTheF1OverFilesAndEndWithTheBatchsThresholds(String detector, double expected) throws Exception {
        LabelledRows rows = NpyRows.open(
                TuningData.file("cifar10s", "labels.npy"),
                TuningData.file("cifar10s", "probs_resnet18.npy"),
                ScoreKind.PROBABILITIES,
                Optional.empty(),
                OptionalInt.of(10));
        NpyFile truth = NpyFile.open(TuningData.file("cifar10s", "true.npy"));
        JsonNode reference = new ObjectMapper()
                .readTree(TuningData.file("reference", "cifar10s__labels__resnet18.json")
                        .toFile());
        int n = rows.size();
        Live live = STACK.pipeline("cifar-" + detector.replace('_', '-'), Map.of("policy.detector", detector));
        live.start(1);
        live.start(1);
        live.running();
        live.load(rows, ArrivalOrder.shuffled(n, 1)).atRest(2L * n, n);

        Set<String> seen = new HashSet<>();
        long hits = 0;
        long flagged = 0;
        long wrong = 0;
        Lag lag = new Lag(live);
        for (QuarantinedSample row : live.read(live.spec.quarantineTopic(), QuarantinedSample.class)) {
            int index = Integer.parseInt(row.getSample().getSampleId());
            flagged++;
            hits += rows.label(index) != truth.integer(index, 0) ? 1 : 0;
            seen.add(row.getSample().getSampleId());
            lag.see(row.getDecision());
        }
        for (CleanSample row : live.read(live.spec.cleanTopic(), CleanSample.class)) {
            seen.add(row.getSample().getSampleId());
            lag.see(row.getDecision());
        }
        for (int i = 0; i < n; i++) {
            wrong += rows.label(i) != truth.integer(i, 0) ? 1 : 0;
        }
        double f1 = 2.0 * hits / (wrong + flagged);
        System.out.printf(
                detector
                        + " on cifar10s, live: F1 %.4f, %d quarantined, last snapshot %s, judged ahead of learning by %s%n",
                f1,
                flagged,
                live.newestSnapshot().version(),
                lag);
        assertThat(seen).as("every row decided").hasSize(n);
        assertThat(live.account().outOfBalance()).isZero();
        assertThat(lag.largest()).isBetween(0L, live.spec.learning().maxAhead());
        assertThat(f1).isCloseTo(expected, within(TOLERANCE));
        ModelStatistics learnt = live.newestSnapshot().models().get(0);
        assertThat(learnt.samples()).isEqualTo(n);
        for (int k = 0; k < 10; k++) {
            assertThat(learnt.thresholds()[k])
                    .as("threshold of class %d", k)
                    .isCloseTo(reference.get("thresholds").get(k).asDouble(), within(1e-6));
        }
    }
}
