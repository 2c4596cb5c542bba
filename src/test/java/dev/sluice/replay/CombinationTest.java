package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.ModelScores;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.PipelineLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two models together are never worse than the better of them by more than noise, whatever the other is worth.
 *
 * <p>By default one set of labels; all five: {@code ./mvnw test -Dtest=CombinationTest -Dsluice.shuffles=1}.
 */
@DisplayName("Two models on the tuning data")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CombinationTest {

    /** The first model alone, which all pairs of a set of labels are compared with. */
    private final Map<String, DetectionFigures> alone = new HashMap<>();

    /** What chance may cost. */
    private static final double NOISE = .005;

    private record Pair(String labels, String other) {

        TuningSet set(String model) {
            return new TuningSet("cifar10s", labels, model, 10);
        }

        LabelledRows first() {
            return set("resnet18").rows();
        }

        LabelledRows second() {
            return switch (other) {
                case "efficientnet_b1" -> set(other).rows();
                case "copy" -> first();
                case "middling" -> changed(set("efficientnet_b1").rows(), logits -> blurred(logits, 2));
                case "poor" -> changed(set("efficientnet_b1").rows(), logits -> blurred(logits, 6));
                case "random" -> changed(first(), logits -> random(logits.length));
                case "boastful" -> changed(set("efficientnet_b1").rows(), logits -> times(blurred(logits, 6), 5));
                default -> throw new IllegalArgumentException(other);
            };
        }
    }

    static Stream<Pair> pairs() {
        Stream<String> labels = Integer.getInteger("sluice.shuffles", 0) > 0
                ? Stream.of(
                        "labels",
                        "labels_human_aggre",
                        "labels_human_random1",
                        "labels_human_random2",
                        "labels_human_random3")
                : Stream.of("labels_human_aggre");
        return labels.flatMap(label -> Stream.of("efficientnet_b1", "copy", "middling", "poor", "random", "boastful")
                .map(other -> new Pair(label, other)));
    }

    private static final Random CHANCE = new Random(11);

    private static float[] blurred(float[] logits, double by) {
        float[] blurred = logits.clone();
        for (int k = 0; k < blurred.length; k++) {
            blurred[k] += (float) (by * CHANCE.nextGaussian());
        }
        return blurred;
    }

    private static float[] random(int classes) {
        return times(blurred(new float[classes], 1), 3);
    }

    private static float[] times(float[] logits, float factor) {
        for (int k = 0; k < logits.length; k++) {
            logits[k] *= factor;
        }
        return logits;
    }

    private static LabelledRows changed(LabelledRows rows, Function<float[], float[]> change) {
        float[][] logits = new float[rows.size()][];
        for (int row = 0; row < logits.length; row++) {
            logits[row] = change.apply(rows.logits(row));
        }
        return new LabelledRows() {
            @Override
            public int size() {
                return rows.size();
            }

            @Override
            public int classes() {
                return rows.classes();
            }

            @Override
            public String id(int row) {
                return rows.id(row);
            }

            @Override
            public int label(int row) {
                return rows.label(row);
            }

            @Override
            public float[] logits(int row) {
                return logits[row];
            }
        };
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldNotFallBehindTheBetterOne(Pair pair) throws IOException {
        boolean[] wrong = pair.set("resnet18").wrong();
        LabelledRows first = pair.first();
        LabelledRows second = pair.second();
        if (!alone.containsKey(pair.labels())) {
            alone.put(pair.labels(), run(wrong, List.of(first)));
        }
        DetectionFigures one = alone.get(pair.labels());
        DetectionFigures other = run(wrong, List.of(second));
        DetectionFigures both = run(wrong, List.of(first, second));
        System.out.printf(
                Locale.ROOT,
                "    %s: AP %.4f and %.4f, together %.4f; F1 %.4f and %.4f, together %.4f; mean P / rate %.2f%n",
                pair,
                one.averagePrecision(),
                other.averagePrecision(),
                both.averagePrecision(),
                one.f1(),
                other.f1(),
                both.f1(),
                both.meanP() / both.errorRate());
        assertThat(both.averagePrecision())
                .isGreaterThan(Math.max(one.averagePrecision(), other.averagePrecision()) - NOISE);
        assertThat(both.f1()).isGreaterThan(Math.max(one.f1(), other.f1()) - 2 * NOISE);
        assertThat(both.meanP() / both.errorRate()).isBetween(.8, 1.2);
    }

    private static DetectionFigures run(boolean[] wrong, List<LabelledRows> models) throws IOException {
        List<ModelScores> scores = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            scores.add(new ModelScores(models.get(m), new ModelKey("model" + m, "1"), true));
        }
        DetectionFigures figures = new DetectionFigures(wrong);
        Rehearsal.run(
                RehearsalSetup.of(PipelineLoader.load(Path.of("topologies/quickstart.yaml"), Map.of("classes", "10"))),
                new ScoredRows(scores),
                ArrivalOrder.shuffled(wrong.length, 1),
                (row, id, decision) -> figures.decided(row, decision.pWrong(), decision.route() == Route.QUARANTINE));
        return figures;
    }
}
