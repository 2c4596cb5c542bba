package dev.sluice.weight;

import static dev.sluice.noise.Snapshots.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.noise.ModelStatistics;
import dev.sluice.noise.PosteriorModel;
import dev.sluice.storm.Look;
import dev.sluice.storm.RescaledRows;
import dev.sluice.storm.Rescaler;
import dev.sluice.storm.RescalerLearner;
import dev.sluice.storm.StormRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StormWeightTest {

    private static final ModelStatistics LEARNT = snapshot()
            .counts(1000, 1000, 1000)
            .posterior(PosteriorModel.untaught(3))
            .build()
            .models()
            .get(0);
    private static final double[] SURE = {.9, .05, .05};

    // Three classes, one label in five is wrong, one model that is mostly right.
    private static Rescaler rescaler() {
        Random random = new Random(2);
        List<StormRow> rows = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            double right = .5 + .5 * random.nextDouble();
            double[] p = {right, (1 - right) / 2, (1 - right) / 2};
            boolean wrong = i % 5 == 0;
            int given = wrong ? 1 : 0;
            rows.add(new StormRow(given, 1 + i % 4, wrong ? .9f : .1f, Look.of(List.of(p), given), new float[0]));
        }
        return RescalerLearner.learn(rows, 3, 1200, List.of("main 1")).orElseThrow();
    }

    private static Weighing fit(Rescaler rescaler, Passing clean) {
        return Weighing.fit(Scheme.STORM, LEARNT, Optional.of(rescaler), clean, .05, 4);
    }

    @Test
    void shouldHaveMeanOneOverTheCleanRows() {
        Rescaler rescaler = rescaler();
        for (double cut : new double[] {.5, 1}) {
            Weighing weighing = fit(rescaler, (given, pWrong) -> pWrong <= cut);
            RescaledRows reference = rescaler.reference();
            double sum = 0;
            double rows = 0;
            for (int i = 0; i < reference.size(); i++) {
                if (reference.pWrong()[i] <= cut) {
                    double weight = weighing.normalisation().apply(reference.weight()[i]);
                    assertThat(weight).isBetween(.05, 4.0);
                    sum += reference.rows()[i] * weight;
                    rows += reference.rows()[i];
                }
            }
            assertThat(sum / rows).isCloseTo(1, within(1e-9));
            assertThat(weighing.effective()).isBetween(.3, 1 + 1e-9);
            assertThat(Arrays.stream(weighing.histogram()).sum()).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void shouldWeighByWhatEveryPassSays() {
        Rescaler rescaler = rescaler();
        Weighing weighing = fit(rescaler, (given, pWrong) -> true);
        List<double[]> passes = List.<double[]>of(SURE);
        assertThat(weighing.weight(0, .01, SURE[0], passes))
                .isEqualTo(weighing.normalisation().apply(rescaler.weight(0, Look.of(passes, 0))))
                .isGreaterThan(2 * weighing.weight(1, .99, SURE[1], passes));
        assertThat(weighing.looks()).isTrue();
    }

    @Test
    void shouldGiveOneWhenNoRescalerWasLearnt() {
        assertThat(Weighing.fit(Scheme.STORM, LEARNT, Optional.empty(), (given, pWrong) -> true, .05, 4))
                .isSameAs(Weighing.EVEN);
        assertThat(Weighing.EVEN.looks()).isFalse();
    }
}
