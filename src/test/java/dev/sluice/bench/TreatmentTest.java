package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each treatment trains on, with a scorer that is right about nine rows of ten. */
class TreatmentTest {

    private static final int ROWS = 6_000;

    private final Treatment.Spoiled set = spoiled();
    private final Map<String, Treatment> treatments =
            Treatment.all(List.of()).stream().collect(Collectors.toMap(Treatment::name, Function.identity()));

    private static Treatment.Spoiled spoiled() {
        Digits digits = Digits.draw(ROWS, 3);
        int[] given = LabelNoise.CLASS.labels(digits, .2, new SplittableRandom(4));
        SplittableRandom random = new SplittableRandom(6);
        float[][] logits = new float[ROWS][Digits.CLASSES];
        for (int row = 0; row < ROWS; row++) {
            for (int k = 0; k < Digits.CLASSES; k++) {
                logits[row][k] = (float) Digits.gaussian(random) + (k == digits.labels()[row] ? 4 : 0);
            }
        }
        TrainingRows rows = TrainingRows.of(digits.pixels(), given);
        FoldRows scored = new FoldRows(given, logits, 4);
        return new Treatment.Spoiled(digits, rows, scored, scored, scored);
    }

    private TrainingRows rows(String treatment) {
        return treatments.get(treatment).rows().apply(set);
    }

    private int wrong(TrainingRows rows) {
        int wrong = 0;
        for (int i = 0; i < rows.size(); i++) {
            // Rows keep their very arrays of pixels, so a row is found again.
            for (int row = 0; row < ROWS; row++) {
                if (rows.pixels()[i] == set.truth().pixels()[row]) {
                    wrong += rows.labels()[i] != set.truth().labels()[row] ? 1 : 0;
                    break;
                }
            }
        }
        return wrong;
    }

    @Test
    void shouldTrainOnEverythingAsItCameOrOnTheTruth() {
        assertThat(rows(Treatment.RAW)).isEqualTo(set.given());
        assertThat(rows(Treatment.ORACLE).labels()).isEqualTo(set.truth().labels());
    }

    @Test
    void shouldTakeOutAllWrongRowsAndNoOther() {
        TrainingRows perfect = rows(Treatment.PERFECT);

        assertThat(wrong(perfect)).isZero();
        assertThat(perfect.size()).isEqualTo(ROWS - wrong(set.given()));
    }

    @Test
    void shouldTakeOutWhatThePipelineQuarantines() {
        TrainingRows kept = rows(Treatment.QUARANTINE);

        assertThat(kept.size()).isBetween((int) (.7 * ROWS), (int) (.9 * ROWS));
        assertThat(wrong(kept)).isLessThan(wrong(set.given()) / 2);
        for (float weight : kept.weights()) {
            assertThat(weight).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepEverythingWhereOnlyWeightsAct() {
        assertThat(Filtered.by(set.scored(), false, "none").of(set.given()).size())
                .isEqualTo(ROWS);
    }

    @Test
    void shouldNameTwoTreatmentsForEachScheme() {
        assertThat(Treatment.all(List.of("a", "b")))
                .extracting(Treatment::name)
                .containsExactly(
                        "raw",
                        "quarantine",
                        "a",
                        "b",
                        "quarantine + a",
                        "quarantine + b",
                        "posterior, second round",
                        "quarantine + posterior, second round",
                        "quarantine, scorer of true labels",
                        "perfect removal",
                        "oracle");
    }
}
