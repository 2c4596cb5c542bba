package dev.sluice.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.CollapsingRows;
import dev.sluice.judge.Decision;
import dev.sluice.judge.Route;
import dev.sluice.noise.ModelKey;
import dev.sluice.spec.PipelineLoader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trainer gets under each scheme, over a stream with wrong labels. */
class WeightsRehearsalTest {

    private static final int SIZE = 5_000;
    private static final int WARM = 1_500;
    private static final CollapsingRows ROWS = new CollapsingRows(SIZE, 10, .2, 0, 0, 11);

    @ParameterizedTest
    @CsvSource({
        "posterior, enforce", "posterior, shadow", "importance, enforce", "importance, shadow",
        "small_loss, enforce", "small_loss, shadow", "noise_rate, enforce", "noise_rate, shadow",
        "storm, enforce", "storm, shadow"
    })
    void shouldKeepTheSizeOfTheLossWhenCleanSamplesAreWeighed(String scheme, String mode) throws IOException {
        double[] weights = clean(rehearse(scheme, mode));
        assertThat(weights.length).isGreaterThan(2_500);
        assertThat(Arrays.stream(weights).average().orElseThrow()).isCloseTo(1, within(.03));
        assertThat(Arrays.stream(weights)).allMatch(weight -> weight >= .05 && weight <= 4);
        assertThat(Arrays.stream(weights).distinct().count())
                .as("it does weigh")
                .isGreaterThan(1);
    }

    // In the shadow wrong labels are routed clean: only their weight protects the trainer from them.
    @ParameterizedTest
    @ValueSource(strings = {"posterior", "importance", "small_loss"})
    void shouldWeighWrongLabelsLittleWhenNothingIsQuarantined(String scheme) throws IOException {
        Decision[] decisions = rehearse(scheme, "shadow");
        double wrong = mean(decisions, true);
        double right = mean(decisions, false);
        assertThat(wrong).isLessThan(.2);
        assertThat(right).isBetween(1.1, 1.3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"posterior", "importance", "small_loss", "noise_rate", "storm"})
    void shouldWeighAlikeWhenTheStreamComesAgain(String scheme) throws IOException {
        assertThat(rehearse(scheme, "enforce")).isEqualTo(rehearse(scheme, "enforce"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posterior", "importance", "small_loss", "noise_rate", "storm"})
    void shouldRouteAsWithoutWeightsWhateverTheScheme(String scheme) throws IOException {
        assertThat(Arrays.stream(rehearse(scheme, "enforce")).map(Decision::route))
                .containsExactlyElementsOf(Arrays.stream(rehearse("none", "enforce"))
                        .map(Decision::route)
                        .toList());
    }

    private static double mean(Decision[] decisions, boolean wrong) {
        return IntStream.range(WARM, SIZE)
                .filter(row -> ROWS.wrong(row) == wrong)
                .mapToDouble(row -> decisions[row].weight())
                .average()
                .orElseThrow();
    }

    private static double[] clean(Decision[] decisions) {
        return Arrays.stream(decisions, WARM, SIZE)
                .filter(decision -> decision.route() == Route.CLEAN)
                .mapToDouble(Decision::weight)
                .toArray();
    }

    private static Decision[] rehearse(String scheme, String mode) throws IOException {
        Decision[] decisions = new Decision[SIZE];
        Rehearsal.run(
                RehearsalSetup.of(PipelineLoader.parse(
                        "classes: 10", Map.of("policy.weights.scheme", scheme, "policy.mode", mode))),
                new ScoredRows(ROWS, new ModelKey("main", "1"), true),
                IntStream.range(0, SIZE).toArray(),
                (row, id, decision) -> decisions[row] = decision);
        return decisions;
    }
}
