package dev.sluice.storm;

import static dev.sluice.storm.StormRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RescalerLearnerTest {

    private static final List<String> PASSES = List.of("main");

    private static Optional<Rescaler> learn(List<StormRow> rows) {
        return RescalerLearner.learn(rows, 4, 1000, PASSES);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "3, true", "3, false"})
    void shouldWeighWrongLabelsLessWhenNobodyToldWhichAreWrong(int passes, boolean probe) {
        StormRows kind = rows().passes(passes);
        Rescaler learnt =
                learn((probe ? kind : kind.withoutEmbeddings()).draw(2000, 1)).orElseThrow();
        List<StormRow> fresh = kind.draw(2000, 2);
        assertThat(mean(learnt, fresh, 1)).isLessThan(.5 * mean(learnt, fresh, 0));
        assertThat(mean(learnt, fresh, 0)).isGreaterThan(.4);
    }

    private static double mean(Rescaler rescaler, List<StormRow> rows, float wrong) {
        return rows.stream()
                .filter(row -> row.pWrong() == wrong)
                .mapToDouble(row -> rescaler.weight(row.given(), row.look()))
                .average()
                .orElseThrow();
    }

    @Test
    void shouldLearnTheSameTwice() {
        assertThat(learn(rows().passes(2).draw(600, 4)))
                .isEqualTo(learn(rows().passes(2).draw(600, 4)));
    }

    @Test
    void shouldKeepAQuarterOfTheRowsWithTheirWeights() {
        List<StormRow> rows = rows().draw(1000, 6);
        RescaledRows reference = learn(rows).orElseThrow().reference();
        assertThat(reference.size()).isBetween(250, 254);
        double all = rows.stream().mapToDouble(StormRow::stands).sum();
        double some = 0;
        for (float each : reference.rows()) {
            some += each;
        }
        assertThat(some).isCloseTo(all, within(1e-3 * all));
    }

    @Test
    void shouldLearnNothingWhenRowsAreFew() {
        assertThat(learn(rows().draw(255, 1))).isEmpty();
        assertThat(learn(rows().draw(256, 1))).isPresent();
    }

    @Test
    void shouldLearnNothingWhenAllRowsLookTheSame() {
        assertThat(learn(rows().blind().draw(1000, 1))).isEmpty();
    }

    // Applied with the moments of the reservoir, a network gives what it gave for the reservoir as one batch.
    @Test
    void shouldApplyWhatWasTaught() {
        List<StormRow> drawn = rows().passes(2).draw(400, 8).stream()
                .map(row -> new StormRow(row.given(), 1, 0, row.look(), row.embedding()))
                .toList();
        Groups groups = Groups.of(drawn, 4);
        Features features = Features.of(drawn, groups);
        Reservoir reservoir = new Reservoir(drawn, features, groups);
        Net net = new Net(new SplittableRandom(1));
        Layers layers = Layers.of(net, reservoir);
        double[] expected = net.forward(reservoir.features).weights;
        for (int i = 0; i < drawn.size(); i++) {
            StormRow row = drawn.get(i);
            assertThat(layers.weight(features.of(row.given(), row.look(), groups)))
                    .isCloseTo(expected[i], within(1e-4));
        }
    }

    // d_i . d_j (x_i . x_j + 1), the closed form of the inner product of two gradients
    @Test
    void shouldKnowHowTwoLossesPullTogether() {
        Probe probe = new Probe(3, 1);
        double[] x = {.5, -1, .25};
        double[] y = {-.5, .75, 1};
        double[] dx = probe.delta(x, 0);
        double[] dy = probe.delta(y, 2);
        double[] gradient = new double[probe.parameters.length];
        probe.add(1, dy, y, gradient);
        double deltas = dx[0] * dy[0] + dx[1] * dy[1] + dx[2] * dy[2];
        double embeddings = x[0] * y[0] + x[1] * y[1] + x[2] * y[2];
        assertThat(probe.along(gradient, dx, x)).isCloseTo(deltas * (embeddings + 1), within(1e-12));
    }
}
