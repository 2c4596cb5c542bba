package dev.sluice.replay;

import static dev.sluice.replay.RehearsalSetups.setup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.audit.Audit;
import dev.sluice.files.ArrivalOrder;
import dev.sluice.files.LabelledRows;
import dev.sluice.files.NpyProbabilities;
import dev.sluice.files.ScoreKind;
import dev.sluice.judge.Route;
import dev.sluice.noise.IssueFilter;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.PipelineLoader;
import dev.sluice.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the posterior must reach in one pass over real predictions, against the truth and the reference's figures, with the
 * pipeline file that ships, guard rails and all, and nothing set but the number of classes.
 *
 * <p>By default a few sets in one order. All of them, in five orders each, with the means over the sets:
 * {@code ./mvnw test -Dtest=PosteriorTuningTest -Dsluice.shuffles=5}; it takes about half an hour.
 */
@DisplayName("The posterior on the tuning data")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PosteriorTuningTest {

    private static final int SHUFFLES = Integer.getInteger("sluice.shuffles", 0);

    /** What was measured already: several tests ask for the same. */
    private final Map<TuningSet, Measured> known = new HashMap<>();

    private record Measured(double ap, double f1, double ratio, double flagged, double brier) {}

    static Stream<TuningSet> noisy() {
        return SHUFFLES > 0
                ? TuningSet.noisy().stream()
                : Stream.of(
                        new TuningSet("cifar10s", "labels", "efficientnet_b1", 10),
                        new TuningSet("cifar10s", "labels_human_aggre", "resnet18", 10),
                        new TuningSet("cifar10_weak", "labels", "resnet50", 10),
                        new TuningSet("cifar100n_workers_a", "labels", "simulated", 20));
    }

    @ParameterizedTest
    @MethodSource("noisy")
    void shouldBeatTheReferenceAndKnowTheRateWhenLabelsAreNoisy(TuningSet set) throws IOException {
        Measured measured = measure(set);
        boolean oneThatMayFallShort = set.folder().equals("cifar10_weak");
        assertThat(measured.ap()).isGreaterThan(set.averagePrecision("self_confidence"));
        if (!oneThatMayFallShort) {
            assertThat(measured.ap()).isGreaterThan(set.bestAveragePrecision());
        }
        assertThat(measured.f1()).isGreaterThan(set.f1("prune_by_noise_rate"));
        assertThat(measured.ratio()).isCloseTo(1, within(.2));
    }

    @Test
    void shouldBeatTheBestFilterOnAverage() throws IOException {
        double ours = 0;
        double best = 0;
        for (TuningSet set : noisy().toList()) {
            ours += measure(set).f1();
            best += set.bestF1();
        }
        assertThat(ours).isGreaterThan(best);
    }

    @Test
    void shouldFindErrorsWhenTheyAreRare() throws IOException {
        Measured measured = measure(TuningSet.rareErrors());
        assertThat(measured.f1()).isGreaterThan(.3);
        assertThat(measured.ap()).isGreaterThan(.35);
    }

    static Stream<TuningSet> faultless() {
        return SHUFFLES > 0
                ? TuningSet.faultless().stream()
                : TuningSet.faultless().stream().limit(1);
    }

    @ParameterizedTest
    @MethodSource("faultless")
    void shouldSuspectFarFewerThanTheReferenceWhenNoLabelIsWrong(TuningSet set) throws IOException {
        double share = switch (set.folder()) {
            case "cifar10s" -> .5;
            case "cifar100n_workers_a" -> .25;
            default -> 1;
        };
        double flagged = measure(set).flagged();
        double reference = referenceFlags(set);
        System.out.printf(Locale.ROOT, "    the reference's default filter flags %.4f%n", reference);
        assertThat(flagged).isLessThan(share * reference);
    }

    private static double referenceFlags(TuningSet set) throws IOException {
        NpyProbabilities rows = NpyProbabilities.open(
                set.labelFile(),
                set.probabilities(),
                ScoreKind.PROBABILITIES,
                Optional.empty(),
                OptionalInt.of(set.classes()));
        int flagged = Audit.run(rows, new ModelKey("main", "1"), IssueFilter.PRUNE_BY_NOISE_RATE, 1)
                .issues()
                .length;
        return (double) flagged / rows.size();
    }

    private Measured measure(TuningSet set) throws IOException {
        if (!known.containsKey(set)) {
            known.put(set, run(set));
        }
        return known.get(set);
    }

    private static Measured run(TuningSet set) throws IOException {
        PipelineSpec shipped = PipelineLoader.load(
                Path.of("topologies/quickstart.yaml"), Map.of("classes", Integer.toString(set.classes())));
        LabelledRows rows = set.rows();
        boolean[] wrong = set.wrong();
        List<Measured> runs = new ArrayList<>();
        for (int seed = 1; seed <= Math.max(1, SHUFFLES); seed++) {
            DetectionFigures figures = new DetectionFigures(wrong);
            Rehearsal.run(
                    RehearsalSetup.of(shipped),
                    setup().scored(rows),
                    ArrivalOrder.shuffled(rows.size(), seed),
                    (row, id, decision) ->
                            figures.decided(row, decision.pWrong(), decision.route() == Route.QUARANTINE));
            runs.add(new Measured(
                    figures.averagePrecision(),
                    figures.f1(),
                    figures.meanP() / figures.errorRate(),
                    figures.flaggedRate(),
                    figures.brier()));
            if (seed == 1) {
                System.out.printf(Locale.ROOT, "%s%n    P, truth by tenths of P:%s%n", set, figures.reliability());
            }
        }
        Measured mean = mean(runs);
        System.out.printf(
                Locale.ROOT,
                "    AP %.4f, F1 %.4f, mean P / rate %.2f, flagged %.4f, Brier %.4f%n",
                mean.ap(),
                mean.f1(),
                mean.ratio(),
                mean.flagged(),
                mean.brier());
        return mean;
    }

    private static Measured mean(List<Measured> runs) {
        return new Measured(
                runs.stream().mapToDouble(Measured::ap).average().orElseThrow(),
                runs.stream().mapToDouble(Measured::f1).average().orElseThrow(),
                runs.stream().mapToDouble(Measured::ratio).average().orElseThrow(),
                runs.stream().mapToDouble(Measured::flagged).average().orElseThrow(),
                runs.stream().mapToDouble(Measured::brier).average().orElseThrow());
    }
}
