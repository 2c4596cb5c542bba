package dev.sluice.storm;

import static dev.sluice.storm.StormRows.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The analytic gradient against central differences, every one of the 399 parameters. */
class MetaStepTest {

    private static final double H = 1e-6;
    private static final int BATCH = 32;

    private record Scene(Net net, Probe student, Batch learn, Batch judge) {

        static Scene of(boolean probe, int passes) {
            List<StormRow> drawn =
                    (probe ? rows() : rows().withoutEmbeddings()).passes(passes).draw(300, 5);
            Groups groups = Groups.of(drawn, 4);
            Reservoir reservoir = new Reservoir(drawn, Features.of(drawn, groups), groups);
            SplittableRandom random = new SplittableRandom(9);
            return new Scene(
                    new Net(random),
                    probe ? new Probe(4, reservoir.unit) : null,
                    reservoir.draw(BATCH, random),
                    reservoir.draw(BATCH, random));
        }

        MetaStep step() {
            return new MetaStep(net, student, learn, judge);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 3", "true, 1", "true, 3"})
    void shouldHaveTheGradientOfItsObjective(boolean probe, int passes) {
        Scene scene = Scene.of(probe, passes);
        double[] gradient = scene.step().gradient;
        double[] parameters = scene.net().parameters;
        double largest = 0;
        for (double part : gradient) {
            largest = Math.max(largest, Math.abs(part));
        }
        assertThat(largest).isGreaterThan(1e-3);
        for (int i = 0; i < parameters.length; i++) {
            double before = parameters[i];
            parameters[i] = before + H;
            double above = scene.step().objective;
            parameters[i] = before - H;
            double below = scene.step().objective;
            parameters[i] = before;
            assertThat(gradient[i]).as("parameter " + i).isCloseTo((above - below) / (2 * H), within(1e-7));
        }
    }

    // Were the meta term left out, the gradient above would be off by what is compared here.
    @ParameterizedTest
    @CsvSource({"1", "3"})
    void shouldKnowMoreThanTheOuterTermWhenThereIsAStudent(int passes) {
        Scene with = Scene.of(true, passes);
        MetaStep step = with.step();
        Net.Pass outer = with.net().forward(with.judge().features());
        double[] coefficients = new double[BATCH];
        for (int j = 0; j < BATCH; j++) {
            double[] delta =
                    step.after.delta(with.judge().embeddings()[j], with.judge().given()[j]);
            coefficients[j] = Look.loss(delta[with.judge().given()[j]] + 1) / BATCH;
        }
        double[] alone = new double[with.net().parameters.length];
        outer.back(coefficients, alone);
        double apart = 0;
        for (int i = 0; i < alone.length; i++) {
            apart = Math.max(apart, Math.abs(alone[i] - step.gradient[i]));
        }
        assertThat(apart).isGreaterThan(1e-4);
    }
}
